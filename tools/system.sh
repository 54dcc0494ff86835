#!/bin/sh
# The tests start a real PostgreSQL server and a Spark cluster (Java 17 or later), and read pictures with Tesseract.
# Install what is missing where that is possible without asking; otherwise print the one command that does it.
set -eu

have_postgres() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        ls /opt/homebrew/opt/postgresql*/bin/initdb >/dev/null 2>&1 || ls /usr/local/opt/postgresql*/bin/initdb >/dev/null 2>&1
}
have_tesseract() {
    command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>/dev/null | grep -qx spa
}
have_java() {
    java -version 2>&1 | grep -Eq 'version "(1[7-9]|2[0-9])'
}

if have_postgres && have_tesseract && have_java; then
    exit 0
fi
debian="default-jre-headless postgresql tesseract-ocr tesseract-ocr-eng tesseract-ocr-spa"
brew="openjdk@21 postgresql tesseract tesseract-lang"
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        apt-get update -qq
        # shellcheck disable=SC2086 # the list is meant to be split
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian >/dev/null
        exit 0
    fi
    echo "The tests need PostgreSQL, Java and Tesseract. Run: sudo apt install $debian" >&2
elif command -v brew >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    brew install --quiet $brew
    exit 0
else
    echo "The tests need PostgreSQL, Java 17 or later, and Tesseract with Spanish. Install them, then run make test again." >&2
fi
exit 1
