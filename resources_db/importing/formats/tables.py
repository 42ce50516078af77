"""Rows of a CSV or XLSX table. A damaged line is refused by its number and the reading goes on after it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from resources_db.importing.reading import DirectoryFileError
from resources_db.importing.report import Refusal

DELIMITERS = ";,\t|"
MAX_COLUMNS = 200


@dataclass
class Table:
    """A header and its rows, each with the number of its line in the file."""

    header: list[str]
    rows: list[tuple[int, list[Any]]]
    refused: list[Refusal]


def read_csv(text: str, name: str) -> Table:
    """Return the table; raise DirectoryFileError when it has no header."""
    lines = list(StringIO(text, newline=""))  # str.splitlines would also cut a cell at the rarer separators
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise DirectoryFileError(f"{name} : le fichier est vide")
    delimiter = max(DELIMITERS, key=lines[start].count)
    parsed = _records(lines, start, delimiter)
    _number, header, fault = next(parsed)
    if fault:
        raise DirectoryFileError(f"{name} : la ligne des titres est abîmée ({fault})")
    table = Table([cell.strip() for cell in header], [], [])
    width = len(header)
    for number, cells, fault in parsed:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if fault:
            table.refused.append(Refusal(f"ligne {number}", "ligne", fault))
        elif len(cells) != width:
            why = f"{len(cells)} cellules au lieu de {width}"
            table.refused.append(Refusal(f"ligne {number}", "ligne", why))
        elif any(cell.strip() for cell in cells):
            table.rows.append((number, cells))
    return table


def _records(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield (line number, cells, fault); a quote left open costs its own line, never those that follow."""
    at, width = start, 0
    while at < len(lines):
        reader = csv.reader(iter(lines[at:]), delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield at + 1, [], "cellule trop longue" if "field limit" in str(error) else "guillemets mal fermés"
            at += 1
            continue
        width = width or len(cells)
        if reader.line_num > 1 and len(cells) != width:
            yield at + 1, [], "guillemet jamais fermé"
            at += 1
            continue
        if cells:
            yield at + 1, cells, ""
        at += reader.line_num


def read_xlsx(data: bytes, name: str) -> Table:
    """Return the table of the first sheet (values, not formulas); raise DirectoryFileError.

    A row with a formula of which the file does not keep the value is refused: the cell would be taken for a blank one.
    """
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        found = list(enumerate(_cells(data, values=True), 1))
        formulas = _cells(data, values=False)
        unknown = {at for at, cells in found if _lacks_value(cells, next(formulas, []))}
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, SyntaxError) as error:
        raise DirectoryFileError(f"{name} : classeur illisible ({type(error).__name__})") from error
    rows = [(at, cells) for at, cells in found if at in unknown or any(cell not in (None, "") for cell in cells)]
    if not rows:
        raise DirectoryFileError(f"{name} : le fichier est vide")
    header = ["" if cell is None else str(cell).strip() for cell in rows[0][1]]
    while header and not header[-1]:
        header.pop()
    why = "formule dont le fichier ne garde pas la valeur : collez les valeurs"
    refused = [Refusal(f"ligne {number}", "ligne", why) for number, _ in rows[1:] if number in unknown]
    kept = [(number, cells[: len(header)]) for number, cells in rows[1:] if number not in unknown]
    return Table(header, kept, refused)


def has_merged_cells(data: bytes) -> bool:
    """Say whether cells of a workbook are merged: all but the first of them are blank."""
    with ZipFile(BytesIO(data)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(b"<mergeCell " in book.read(name) for name in sheets)


def _cells(data: bytes, *, values: bool) -> Iterator[list[Any]]:
    from openpyxl import load_workbook  # only editors read workbooks: nearly a second of every server's start

    sheet = load_workbook(BytesIO(data), read_only=True, data_only=values).worksheets[0]
    return (list(row[:MAX_COLUMNS]) for row in sheet.iter_rows(values_only=True))


def _lacks_value(cells: list[Any], formulas: list[Any]) -> bool:
    return any(
        value is None and isinstance(formula, str) and formula.startswith("=")
        for value, formula in zip(cells, formulas, strict=False)
    )
