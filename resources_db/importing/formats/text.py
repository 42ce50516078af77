"""Bytes to text, whatever program wrote them."""

from resources_db.importing.reading import DirectoryFileError

BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
FALLBACK = "cp1252"
MACINTOSH = "Žƒ"
"""What é and É of the old Macintosh become; French has no such letters."""
UNKNOWN = "{} : encodage inconnu (ni UTF-8, ni Windows-1252)"


def decode_text(data: bytes, name: str, warnings: list[str]) -> str:
    """Return the text: its BOM's encoding, else UTF-8, else Windows-1252 (said in `warnings`)."""
    encoding = next((e for bom, e in BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _old_windows(data, name)
        warnings.append(f"{name} : lu en Windows-1252 (ce n'est pas de l'UTF-8)")
    if "\0" in text:
        raise DirectoryFileError(f"{name} : ce n'est pas un fichier de texte")
    return text


def _old_windows(data: bytes, name: str) -> str:
    try:
        text = data.decode(FALLBACK)
    except UnicodeDecodeError as error:
        raise DirectoryFileError(UNKNOWN.format(name)) from error
    if any(sign in text for sign in MACINTOSH):
        raise DirectoryFileError(UNKNOWN.format(name))
    return text
