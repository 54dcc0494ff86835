"""Quantities in Spanish: own sentences, each with what must be read of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from habeas.reading.document import document
from habeas.reading.model import Quantity
from habeas.reading.numbers import quantities

MARKS = {"count": "", "percent": "%", "money": "$", "times": "x", "fraction": "/"}


def shown(one: Quantity) -> str:
    """Return a quantity in short: ``>=261``, ``~30%``, ``65..70``, ``6000000 USD``."""
    unit = MARKS[one.form] if one.form != "money" else f" {one.currency}"
    sign = {"exact": "", "approx": "~", "at_least": ">=", "at_most": "<=", "range": ""}[one.qualifier]
    figure = one.high if one.low is None else one.low
    figures = plain(figure) if one.stated is not None else f"{plain(one.low)}..{plain(one.high)}"
    return f"{sign}{figures}{unit}{'*' if one.base is not None else ''}"


def plain(value: Decimal | None) -> str:
    """Return a number without an exponent."""
    return "none" if value is None else f"{value.normalize():f}"


def read(text: str) -> list[str]:
    """Return what is read of a Spanish text."""
    return [shown(one) for one in quantities(document(text, lang="es"))]


CASES = [
    # cifras y grupos
    ("La cárcel alberga a 412 presos.", "412"),
    ("La cárcel alberga a 1.234 presos.", "1234"),
    ("La cárcel alberga a 1,234 presos.", "1234"),
    ("La cárcel alberga a 1 234 presos.", "1234"),
    ("La cárcel alberga a 21\u00a0870 presos.", "21870"),
    ("La cárcel alberga a 21\u202f870 presos.", "21870"),
    ("Hubo 43.992 ingresos y 4,155 salidas.", "43992 4155"),
    ("La tasa es de 23,5 por cada 100.000 habitantes.", "23.5 100000"),
    ("La tasa es de 23.5 por cada 100,000 habitantes.", "23.5 100000"),
    ("Se gastaron 1.234.567,89 en comida.", "1234567.89"),
    ("El hacinamiento llegó al 137,3 %.", "137.3%"),
    ("El hacinamiento llegó al 137.3%.", "137.3%"),
    ("Cada uno tiene 0,6 metros cuadrados.", "0.6"),
    ("La cárcel fue hecha para 1500 reclusos.", "1500"),
    ("Había unos 2000 reclusos.", "~2000"),
    ("El penal recibió a 2000 presos.", "2000"),
    ("Se anotaron 1.23.4567 nombres.", ""),
    # mil, millones
    ("El sistema tiene 110 mil reos.", "110000"),
    ("Los casos son mil 132.", "1132"),
    ("Había 97 mil 525 personas en prisión.", "97525"),
    ("Salieron 2 mil 300 internos.", "2300"),
    ("Ingresaron 132 mil 4 personas.", "132004"),
    ("Se gastaron 6 millones.", "6000000"),
    ("Se gastaron 1.5 millones de dólares.", "1500000 USD"),
    ("Se gastaron 1,5 millones de euros.", "1500000 EUR"),
    ("El gasto fue de 31 mil 256 millones de pesos en México.", "31256000000 MXN"),
    ("Se gastarán 28.000 millones de pesos en Colombia.", "28000000000 COP"),
    ("El plan cuesta 2 millones 300 mil dólares.", "2300000 USD"),
    ("El plan cuesta un millón y medio de soles.", "1500000 PEN"),
    ("Son dos mil millones de lempiras.", "2000000000 HNL"),
    ("Son 3,2 mil millones de pesos chilenos.", "3200000000 CLP"),
    ("Detuvieron a 40k personas.", "40000"),
    ("Hubo mil capturas.", "1000"),
    # palabras
    ("Cuarenta y seis mujeres murieron.", "46"),
    ("Doscientos cinco hombres fueron trasladados.", "205"),
    ("Treinta y dos presos escaparon.", "32"),
    ("Ciento veinte celdas están vacías.", "120"),
    ("Veintidós guardias renunciaron.", "22"),
    ("Veintiún reos murieron.", "21"),
    ("Dos mil trescientos agentes entraron.", "2300"),
    ("Dieciséis personas duermen allí.", "16"),
    ("Murieron once internos.", "11"),
    ("Quinientas mujeres esperan juicio.", "500"),
    ("Una docena de guardias fue acusada.", "12"),
    ("Media docena de guardias fue acusada.", "6"),
    ("Medio centenar de reos fue llevado al sur.", "~50"),
    ("Un centenar de reos fue llevado al sur.", "~100"),
    ("Más de un centenar de reos fue llevado al sur.", ">=100"),
    ("Un millar de familias espera.", "~1000"),
    ("Dos decenas de internos enfermaron.", "20"),
    ("El motín dejó un muerto y cinco heridos.", "1 5"),
    ("Un solo médico atiende a todos.", "1"),
    ("Uno de los detenidos murió.", "1"),
    ("Cada uno duerme en el suelo.", ""),
    ("Es uno de los más grandes del país.", ""),
    ("Un portavoz lo negó.", ""),
    ("Dos millones y medio de personas viven allí.", "2500000"),
    # vagas
    ("Cientos de personas fueron detenidas.", "~200..999"),
    ("Decenas de presos enfermaron.", "~20..99"),
    ("Miles huyeron.", "~2000..9999"),
    ("Decenas de miles fueron capturados.", "~20000..99999"),
    ("Varios cientos de reos fueron trasladados.", "~200..999"),
    ("Centenares de madres protestan.", "~200..999"),
    # intervalos
    ("En cada celda caben de 65 a 70 presos.", "65..70"),
    ("En cada celda caben entre 65 y 70 presos.", "65..70"),
    ("En cada celda caben 65-70 presos.", "65..70"),
    ("De 300 a 400 internos quedaron sin cama.", "300..400"),
    ("Son 10-20 mil internos.", "10000..20000"),
    ("Entre el 10 y el 20 % no tiene abogado.", "10..20%"),
    ("Del 10 al 20 por ciento no tiene abogado.", "10..20%"),
    ("Costará entre 5 y 6 millones de dólares.", "5000000..6000000 USD"),
    ("La población pasó de 36,000 a 110,000 internos.", "36000 110000"),
    ("La cifra subió de 410 a 560.", "410 560"),
    ("La cifra bajó de 377.980 en diciembre a 281.613 en marzo.", "377980 281613"),
    ("Dos o tres hombres comparten cama.", "2..3"),
    # límites
    ("Al menos 261 personas murieron.", ">=261"),
    ("Más de 70 detenidos murieron.", ">=70"),
    ("Por lo menos cinco guardias huyeron.", ">=5"),
    ("No menos de 30 presos enfermaron.", ">=30"),
    ("Las muertes superan las 220.", ">=220"),
    ("Los decesos podrían superar los 1,000.", ">=1000"),
    ("La cifra rebasa los 400.", ">=400"),
    ("Una cifra superior a 400.", ">=400"),
    ("Están por encima de 400.", ">=400"),
    ("Poco más de 400 salieron.", ">=400"),
    ("Puede alojar hasta 40.000 reclusos.", "<=40000"),
    ("No más de 12 caben ahí.", "<=12"),
    ("Como máximo 12 caben ahí.", "<=12"),
    ("Un máximo de 12 caben ahí.", "<=12"),
    ("Menos de 50 tienen abogado.", "<=50"),
    ("El aforo no pasa de 41 123.", "<=41123"),
    ("Unos 400 murieron.", "~400"),
    ("Unas 85.000 personas están presas.", "~85000"),
    ("Cerca de 400 murieron.", "~400"),
    ("Casi 90 mil están presos.", "~90000"),
    ("Alrededor de 9 soles al día gastan.", "~9 PEN"),
    ("Aproximadamente el 52 por ciento espera juicio.", "~52%"),
    ("Casi la mitad espera juicio.", "~50/"),
    ("Más de la mitad espera juicio.", ">=50/"),
    ("La cifra ronda los 400.", "~400"),
    ("Poco menos de 400 salieron.", "~400"),
    ("Solo 12,000 fueron trasladados.", "12000"),
    ("Apenas 12 fueron trasladados.", "12"),
    ("Ya son 12 los muertos.", "12"),
    ("Más del 40 % enfermó.", ">=40%"),
    ("Hasta el 40 % enfermó.", "<=40%"),
    ("Son 40 presos o más.", ">=40"),
    ("Caben 40 presos como máximo.", "<=40"),
    ("Son 40 y pico.", "~40"),
    # por ciento, partes y veces
    ("El 94 % no tenía antecedentes.", "94%"),
    ("El 53 por ciento no tenía antecedentes.", "53%"),
    ("Subió tres puntos porcentuales.", ""),
    ("Una cuarta parte no tiene cama.", "25/"),
    ("La tercera parte no tiene cama.", "33.333/"),
    ("Un tercio no tiene cama.", "33.333/"),
    ("Dos tercios no tienen cama.", "66.667/"),
    ("Tres cuartas partes no tienen cama.", "75/"),
    ("La mitad no tiene cama.", "50/"),
    ("Uno de cada tres internos no tiene cama.", "33.333/"),
    ("Nueve de cada diez no tienen cama.", "90/"),
    ("3 de cada 10 no tienen cama.", "30/"),
    ("De cada diez cuerpos, cuatro tenían golpes.", "40/"),
    ("En la primera mitad del año no hubo nada.", ""),
    ("El penal está al doble de su capacidad.", "2x"),
    ("El penal está a casi el triple de lo permitido.", "~3x"),
    ("El penal tiene cuatro veces su capacidad.", "4x"),
    ("Lo golpearon cuatro veces.", "4"),
    ("El penal triplica su aforo.", "3x"),
    ("Es más del doble de los 36.000 de antes.", ">=72000* 36000"),
    ("Son el triple de los 500 de antes.", "1500* 500"),
    ("Hay 597 presos por cada 100,000 habitantes.", "597 100000"),
    # dinero
    ("Pagará $6 millones.", "6000000 USD"),
    ("Pagará US$ 6 millones.", "6000000 USD"),
    ("Gendarmería de Chile gasta $ 1.140.000 al mes por preso.", "1140000 CLP"),
    ("En Guatemala cuesta Q27.50 diarios.", "27.5 GTQ"),
    ("En Honduras cuesta L 120 diarios.", "120 HNL"),
    ("Costó S/ 9 por persona.", "9 PEN"),
    ("Costó 300 pesos.", "300 None"),
    ("Costó 300 pesos argentinos.", "300 ARS"),
    ("Costó C$ 300.", "300 NIO"),
    ("Costó 300 córdobas.", "300 NIO"),
    ("Costó ₡3.000.", "3000 CRC"),
    ("Costó Bs. 300 en Venezuela.", "300 VES"),
    # lo que no es cantidad
    ("Abrió en 2023.", ""),
    ("El 27 de marzo de 2025 había 300 presos.", "300"),
    ("Mataron a 87 personas entre el 25 y el 27 de marzo de 2022.", "87"),
    ("Del 1 al 15 de mayo no hubo visitas.", ""),
    ("El viernes 5 hubo 12 heridos.", "12"),
    ("En su prórroga número 37 suma 85,000 detenidos.", "85000"),
    ("El decreto 333 y el artículo 19 lo permiten.", ""),
    ("Los artículos 3, 5 y 7 lo prohíben.", ""),
    ("La Ley 1826 lo prohíbe.", ""),
    ("La resolución n.º 45 lo ordena.", ""),
    ("Véase la página 14 y la nota 3.", ""),
    ("La pandilla Barrio 18 y la MS-13 pelearon.", ""),
    ("En el módulo 3 viven 90 reos.", "90"),
    ("El Pabellón 4 ardió.", ""),
    ("La covid-19 mató a 14 internos.", "14"),
    ("Un hombre de 34 años murió.", "1"),
    ("Tenía 34 años de edad.", ""),
    ("Los menores de 18 años también están presos.", ""),
    ("Juan Pérez, 34, murió.", ""),
    ("A las 10:30 y a las 5 cierran las puertas.", ""),
    ("El teléfono 2222-3333 no funciona.", ""),
    ("El segundo traslado fue peor.", ""),
    ("La 3.ª fase empezó.", ""),
    ("En el siglo XVIII no había cárceles.", ""),
    ("Vive en la calle Mayor 14.", ""),
    ("Véase https://ejemplo.org/2023/45 y datos@ejemplo.org.", ""),
    ("Nadie lo supo.[12] Había 90.", "90"),
    # las duraciones se cuentan
    ("Fue detenido 26 horas.", "26"),
    ("Lo condenaron a 30 años de prisión.", "30"),
    ("El plazo es de hasta dos años.", "<=2"),
    ("La pena es de 12 años.", "12"),
    # comillas
    ("«no menos de 30» presos enfermaron", ">=30"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_spanish(text: str, wanted: str) -> None:
    assert " ".join(read(text)) == wanted, text
