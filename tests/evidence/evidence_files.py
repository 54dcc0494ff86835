"""Real files of every format, made from nothing, good and bad. No file of anybody else is in the repository."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pypdfium2
from PIL import Image

from habeas.evidence import Description, Source

_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt as PDF 1.4 does."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def pdf(pages: Sequence[Sequence[str] | bytes | None], password: str | None = None) -> bytes:
    """Write a PDF: a page of lines, a page that is only a JPEG picture, or an empty page. PDF 1.4, RC4 of 40 bits."""
    cipher, encryption = _cipher(password) if password is not None else (None, "")
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        kid = len(objects) + 1
        kids.append(kid)
        shape, extra = _content(page, kid)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {kid + 1} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> /XObject << /P {kid + 2} 0 R >> >> >>".encode()
        )
        objects.append(_stream("<< ", shape, kid + 1, cipher))
        objects.append(_stream(_picture_head(extra), extra, kid + 2, cipher))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    return _written(objects, encryption)


def _content(page: Sequence[str] | bytes | None, _kid: int) -> tuple[bytes, bytes]:
    if page is None:
        return b"", b""
    if isinstance(page, bytes):
        with Image.open(io.BytesIO(page)) as image:
            height = 540 * image.height // image.width
        return f"q 540 0 0 {height} 36 400 cm /P Do Q".encode(), page
    lines = " ".join(f"({line}) Tj T*" for line in page)
    return f"BT /F1 12 Tf 72 720 Td 14 TL {lines} ET".encode("cp1252"), b""


def _picture_head(picture: bytes) -> str:
    if not picture:
        return "<< "
    with Image.open(io.BytesIO(picture)) as image:
        width, height = image.size
    return (
        f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode "
    )


def _stream(head: str, content: bytes, number: int, cipher: Callable[[int, bytes], bytes] | None) -> bytes:
    body = cipher(number, content) if cipher else content
    return f"{head}/Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def _cipher(password: str) -> tuple[Callable[[int, bytes], bytes], str]:
    padded = (password.encode() + _PAD)[:32]
    owner = rc4(hashlib.md5(padded, usedforsecurity=False).digest()[:5], padded)
    rights = (-44).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + b"habeas", usedforsecurity=False).digest()[:5]
    user = rc4(key, _PAD)

    def cipher(number: int, content: bytes) -> bytes:
        salt = number.to_bytes(3, "little") + b"\0\0"
        return rc4(hashlib.md5(key + salt, usedforsecurity=False).digest()[:10], content)

    return cipher, (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -44 >> "
        f"/ID [<{b'habeas'.hex()}> <{b'habeas'.hex()}>]"
    )


def _written(objects: Sequence[bytes], encryption: str) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer << /Root 1 0 R /Size {len(objects) + 1} {encryption} >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def word() -> bytes:
    """Write a Word document: a paragraph, a table, a paragraph after it, and a header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ministry, file 12"
    document.add_paragraph("The place has eight buildings.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("Building", "Cells"), ("1", "32"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    document.add_paragraph("Ocho edificios, según el director.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Write a workbook of the sheets given."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def locked_office() -> bytes:
    """Write the beginning of what Office makes of a document with a password: an OLE file that names its encrypted stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)


def old_office() -> bytes:
    """Write the beginning of a .doc or .xls file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)


def zipped(members: dict[str, bytes]) -> bytes:
    """Write a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb(kind: str, size: int) -> bytes:
    """Write a document that is small on disk and unfolds to ``size`` bytes: ``kind`` is ``docx`` or ``xlsx``."""
    member = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    return zipped({"[Content_Types].xml": b"<Types/>", member: bytes(size)})


def lying_zip(kind: str, size: int, stated: int) -> bytes:
    """Write a bomb whose directory states another size than the member has."""
    packed = bomb(kind, size)
    return packed.replace(size.to_bytes(4, "little"), stated.to_bytes(4, "little"))


def picture(lines: Sequence[str], form: str = "PNG") -> bytes:
    """Draw words, black on white, large enough to read, with the fonts that PDFium brings along."""
    document = pypdfium2.PdfDocument(pdf([lines]))
    bitmap = document[0].render(scale=300 / 72, grayscale=True)
    image = bitmap.to_pil().crop((200, 200, 2400, 400 + 60 * len(lines)))
    out = io.BytesIO()
    image.save(out, form, dpi=(300, 300))
    bitmap.close()
    document.close()
    return out.getvalue()


def source(content: bytes = b"x", media_type: str = "text/plain", name: str = "vrt", file: str | None = None) -> Source:
    """Return a source of some bytes."""
    return Source(
        id=name,
        version=1,
        file=file or f"{name}.txt",
        kind="original",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        about=Description(),
    )


def tree(folder: Path) -> list[str]:
    """Return the name of every file and folder under a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
