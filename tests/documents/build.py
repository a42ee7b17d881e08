"""Builds the labelled set: texts/*.txt (text, layout marks and labels) → files/ and labels.json.

Run `python build.py [FOLDER]` from anywhere; FOLDER holds texts/ (default: the folder of this file). Word,
OpenDocument and text files come out the same byte for byte; a pdf is made by LibreOffice, whose output carries a
clock, so an existing pdf is kept unless `--pdf` is given.

Marks of a source text (one document from `=== path` to the next):
  @kind, @labels 01m 02v …   m met, p partial, v violated, n not_applicable (the prefix follows from the kind)
  @as_of YYYY-MM-DD  the day of the audit where it is not that of the set
  @defects, @doubt NN why, @font name size, @landscape, @header text, @footer text
  # / ##   headings with Word styles;  ^ centred bold;  > to the right;  + automatic numbering;  * bullet
  | a | b  rows of a table, first row bold;  {{a;b//c;d}} in a cell: a nested table;  \\\\ a line break
  !2 left || right   two columns without borders;  !box text   a text box;  ---  a new page
  **bold**  [^note]  footnote  [+inserted+]  [-deleted-]  tracked changes
"""

import argparse
import io
import json
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = Path(__file__).resolve().parent
AS_OF = "2026-11-21"
PREFIX = {
    "regulation": "PLZ",
    "implementation_order": "PRV",
    "pairing_order": "PRP",
    "roadmap": "DK",
    "consent": "SOG",
    "supplementary_agreement": "DS",
    "mentoring_programme": "PPN",
    "learning_route": "IOM",
}
VERDICT = {"m": "met", "p": "partial", "v": "violated", "n": "not_applicable"}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
INLINE = re.compile(r"(\*\*.+?\*\*|\[\^.+?\]|\[\+.+?\+\]|\[-.+?-\]|\\\\)")


def sources(folder=HERE):
    """Yield one dict for every document of texts/."""
    for source in sorted((folder / "texts").glob("*.txt")):
        for chunk in re.split(r"^=== ", source.read_text(encoding="utf-8"), flags=re.M)[1:]:
            lines = chunk.rstrip("\n").split("\n")
            doc = {
                "path": lines[0].strip(),
                "labels": {},
                "defects": [],
                "doubt": [],
                "as_of": None,
                "font": ("Times New Roman", 12),
                "landscape": False,
                "header": [],
                "footer": [],
                "lines": [],
            }
            for line in lines[1:]:
                if not line.startswith("@"):
                    doc["lines"].append(line)
                    continue
                word, _, rest = line[1:].partition(" ")
                if word == "kind":
                    doc["kind"] = rest.strip()
                elif word == "labels":
                    doc["labels"].update({token[:-1]: VERDICT[token[-1]] for token in rest.split()})
                elif word == "defects":
                    doc["defects"] += rest.split()
                elif word == "doubt":
                    number, _, why = rest.partition(" ")
                    doc["doubt"].append((number, why))
                elif word == "font":
                    name, _, size = rest.rpartition(" ")
                    doc["font"] = (name, float(size))
                elif word == "as_of":
                    doc["as_of"] = rest.strip()
                elif word == "landscape":
                    doc["landscape"] = True
                elif word in ("header", "footer"):
                    doc[word].append(rest)
                else:
                    raise SystemExit(f"{source}: @{word}?")
            while doc["lines"] and not doc["lines"][0].strip():
                doc["lines"].pop(0)
            yield doc


# ---------------------------------------------------------------- Word


class Word:
    def __init__(self, spec):
        self.doc = Document()
        self.notes = []
        self.changes = 100
        name, size = spec["font"]
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = name, Pt(size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), name)
        style.paragraph_format.space_after = Pt(3)
        section = self.doc.sections[0]
        section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(2)
        if spec["landscape"]:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        for where, area in (("header", section.header), ("footer", section.footer)):
            for number, text in enumerate(spec[where]):
                paragraph = area.paragraphs[0] if number == 0 else area.add_paragraph()
                self.inline(paragraph, text)
        self.body(spec["lines"])
        if self.notes:
            self.footnotes()

    def body(self, lines):
        rows = []
        for line in [*lines, ""]:
            if line.startswith("|"):
                rows.append([cell.strip() for cell in line[1:].rstrip().rstrip("|").split("|")])
                continue
            if rows:
                self.table(rows)
                rows = []
            self.line(line)

    def line(self, line):
        mark, _, rest = line.partition(" ")
        if not line.strip():
            return
        if line == "---":
            self.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif mark in ("#", "##"):
            self.inline(self.doc.add_heading(level=len(mark)), rest)
        elif mark == "^":
            paragraph = self.doc.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self.inline(paragraph, rest, bold=True)
        elif mark == ">":
            paragraph = self.doc.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self.inline(paragraph, rest)
        elif mark == "+":
            self.inline(self.doc.add_paragraph(style="List Number"), rest)
        elif mark == "*":
            self.inline(self.doc.add_paragraph(style="List Bullet"), rest)
        elif mark == "!2":
            left, right = rest.split("||")
            table = self.doc.add_table(1, 2)
            for cell, text in zip(table.rows[0].cells, (left.strip(), right.strip()), strict=True):
                self.cell(cell, text)
        elif mark == "!box":
            self.box(rest)
        else:
            self.inline(self.doc.add_paragraph(), line)

    def cell(self, cell, text, bold=False):
        nested = re.search(r"\{\{(.+?)\}\}", text)
        before = text[: nested.start()] if nested else text
        parts = before.split("\\\\")
        for number, part in enumerate(parts):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self.inline(paragraph, part.strip(), bold=bold)
        if nested:
            rows = [row.split(";") for row in nested[1].split("//")]
            inner = cell.add_table(len(rows), max(map(len, rows)))
            inner.style = "Table Grid"
            for row, values in zip(inner.rows, rows, strict=True):
                for target, value in zip(row.cells, values, strict=False):
                    target.text = value.strip()
            cell.add_paragraph()

    def table(self, rows):
        width = max(map(len, rows))
        table = self.doc.add_table(0, width)
        table.style = "Table Grid"
        for number, values in enumerate(rows):
            cells = table.add_row().cells
            if len(values) == 1 and width > 1:
                cells[0].merge(cells[-1])
            for cell, text in zip(cells, values, strict=False):
                self.cell(cell, text, bold=number == 0 or (len(values) == 1 and width > 1))
        self.doc.add_paragraph()

    def inline(self, paragraph, text, bold=False):
        for piece in INLINE.split(text):
            if not piece:
                continue
            if piece == "\\\\":
                paragraph.add_run().add_break()
            elif piece.startswith("**"):
                paragraph.add_run(piece[2:-2]).bold = True
            elif piece.startswith("[^"):
                self.notes.append(piece[2:-1])
                paragraph._p.append(
                    parse_xml(
                        f'<w:r {W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                        f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
                    )
                )
            elif piece[:2] in ("[+", "[-"):
                self.changes += 1
                tag, word = ("ins", "t") if piece[1] == "+" else ("del", "delText")
                paragraph._p.append(
                    parse_xml(
                        f'<w:{tag} {W} w:id="{self.changes}" w:author="Редактор" w:date="2026-08-20T10:00:00Z"><w:r>'
                        f'<w:{word} xml:space="preserve">{escape(piece[2:-2])}</w:{word}></w:r></w:{tag}>'
                    )
                )
            else:
                paragraph.add_run(piece).bold = bold or None

    def box(self, text):
        inner = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(part.strip())}</w:t></w:r></w:p>'
            for part in text.split("\\\\")
        )
        self.doc.add_paragraph()._p.append(
            parse_xml(
                f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
                '<v:shape type="#_x0000_t202" style="width:220pt;height:110pt">'
                f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
        )

    def footnotes(self):
        separators = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
            "</w:p></w:footnote>"
        )
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
            f'<w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
            for number, note in enumerate(self.notes, 1)
        )
        xml = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {W}>{separators}{notes}</w:footnotes>'
        )
        part = Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            xml.encode("utf-8"),
            self.doc.part.package,
        )
        self.doc.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def bytes(self):
        self.doc.core_properties.author = "Учебный пример"
        raw = io.BytesIO()
        self.doc.save(raw)
        return still(raw.getvalue())


def still(raw):
    """The same archive with its clock stopped."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename, (2026, 9, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(info.filename))
    return out.getvalue()


# ---------------------------------------------------------------- plain text and OpenDocument


def bare(text):
    """A line without marks; tracked changes are accepted."""
    text = re.sub(r"\[-.+?-\]", "", text)
    text = re.sub(r"\[\+(.+?)\+\]", r"\1", text)
    text = re.sub(r"\[\^(.+?)\]", r" (\1)", text)
    return text.replace("**", "")


def plain(spec):
    out = [bare(line) for line in spec["header"]]
    number = 0
    for line in spec["lines"]:
        mark, _, rest = line.partition(" ")
        if mark in ("#", "##", "^"):
            line = rest
        elif mark == ">":
            line = " " * 40 + rest
        elif mark == "+":
            number += 1
            line = f"{number}. {rest}"
        elif mark == "*":
            line = "- " + rest
        elif mark == "!2":
            line = rest.replace("||", " " * 8)
        elif mark == "!box":
            line = rest
        elif line == "---":
            line = ""
        elif line.startswith("|"):
            line = line.strip("| ").replace("|", "\t")
        out += bare(line).replace("{{", " ").replace("}}", " ").split("\\\\")
    return "\n".join([*out, *map(bare, spec["footer"])]) + "\n"


def opendocument(spec):
    def paragraph(text, tag="text:p", level=""):
        text = "<text:line-break/>".join(escape(part) for part in bare(text).split("\\\\"))
        return f"<{tag}{level}>{text}</{tag}>"

    def cells(values, inner=False):
        made = ""
        for value in values:
            nested = None if inner else re.search(r"\{\{(.+?)\}\}", value)
            content = paragraph((value[: nested.start()] if nested else value).strip())
            if nested:
                rows = [row.split(";") for row in nested[1].split("//")]
                content += grid(rows, inner=True)
            made += f'<table:table-cell office:value-type="string">{content}</table:table-cell>'
        return made

    def grid(rows, inner=False):
        width = max(map(len, rows))
        rows = [row + [""] * (width - len(row)) for row in rows]
        body = "".join(f"<table:table-row>{cells(row, inner)}</table:table-row>" for row in rows)
        return f'<table:table><table:table-column table:number-columns-repeated="{width}"/>{body}</table:table>'

    parts, rows = [paragraph(line) for line in spec["header"]], []
    for line in [*spec["lines"], ""]:
        mark, _, rest = line.partition(" ")
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line[1:].rstrip().rstrip("|").split("|")])
            continue
        if rows:
            parts.append(grid(rows))
            rows = []
        if not line.strip() or line == "---":
            continue
        if mark in ("#", "##"):
            parts.append(paragraph(rest, "text:h", f' text:outline-level="{len(mark)}"'))
        elif mark == "!2":
            parts.append(grid([rest.split("||")]))
        elif mark == "+":
            parts.append(
                '<text:list text:continue-numbering="true"><text:list-item>'
                f"{paragraph(rest)}</text:list-item></text:list>"
            )
        elif mark in ("^", ">", "*", "!box"):
            parts.append(paragraph(rest))
        else:
            parts.append(paragraph(line))
    parts += [paragraph(line) for line in spec["footer"]]
    space = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = "".join(f' xmlns:{name}="{space}:{name}:1.0"' for name in ("office", "text", "table"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.2">'
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text, packed in (
            ("mimetype", kind, zipfile.ZIP_STORED),
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED),
        ):
            entry = zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0))
            entry.compress_type = packed
            archive.writestr(entry, text)
    return out.getvalue()


def portable(raw, target):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / (target.stem + ".docx")
        source.write_bytes(raw)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        target.write_bytes((Path(folder) / (target.stem + ".pdf")).read_bytes())


# ---------------------------------------------------------------- files that cannot be read


def broken():
    """path → (bytes, what is wrong): every one must give a single clear sentence."""
    from PIL import Image, ImageDraw

    page = Image.new("L", (420, 594), 250)
    draw = ImageDraw.Draw(page)
    for row in range(60, 500, 14):
        draw.line((50, row, 330 + row * 7 % 40, row), fill=90, width=3)
    scan = io.BytesIO()
    page.save(scan, "PDF", creationDate=0, modDate=0)
    good = Word(
        {
            "font": ("Times New Roman", 12),
            "landscape": False,
            "header": [],
            "footer": [],
            "lines": ["^ ПРИКАЗ", "О внедрении системы наставничества"],
        }
    ).bytes()
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as old,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
    ):
        for info in old.infolist():
            text = old.read(info.filename)
            if info.filename == "word/document.xml":
                text = text.replace(b"<w:body>", b"<w:body>" + b" " * 200_000_000, 1)
            entry = zipfile.ZipInfo(info.filename, (2026, 9, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    # What Word writes when it sets a password: a compound file, not an archive.
    locked = (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + bytes(16)
        + bytes.fromhex("3e000300feff09000600")
        + bytes(478)
        + "EncryptionInfo".encode("utf-16-le")
        + bytes(36)
        + "EncryptedPackage".encode("utf-16-le")
        + bytes(1500)
    )
    return {
        "broken/скан_приказа.pdf": (scan.getvalue(), "scan"),
        "broken/приказ_под_паролем.docx": (locked, "password"),
        "broken/приказ_обрыв.docx": (good[: len(good) // 2], "corrupt"),
        "broken/не_документ.docx": (b"\x00\x01\x02 not a document \xff" * 40, "corrupt"),
        "broken/раздутый.docx": (bomb.getvalue(), "bomb"),
        "broken/пустой.docx": (b"", "empty"),
        "broken/пустой_лист.docx": (
            Word({"font": ("Arial", 12), "landscape": False, "header": [], "footer": [], "lines": []}).bytes(),
            "empty",
        ),
    }


def checks():
    """Ids of the criteria that only earn «проверьте»."""
    import csv

    with (HERE.parents[1] / "datasets" / "criteria.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"] for row in csv.DictReader(file) if row["earns"] == "check"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="where texts/ is")
    parser.add_argument("--pdf", action="store_true", help="make the pdf files again")
    arguments = parser.parse_args()
    build(arguments.folder.resolve(), arguments.folder.resolve(), arguments.pdf)


def build(folder, goal, again=False):
    """Make `goal`/files and `goal`/labels.json from `folder`/texts."""
    out = goal / "files"
    soft = checks()
    listed = folder / "texts" / "packages.json"
    packages = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else {}
    labels = {"as_of": AS_OF, "files": {}, "packages": packages, "doubtful": []}
    made = set()

    def put(path, raw):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
        made.add(target)

    for spec in sources(folder):
        path, prefix = spec["path"], PREFIX[spec["kind"]]
        end = path.rsplit(".", 1)[1]
        if end == "txt":
            coding = "cp1251" if "cp1251" in path else "utf-8"
            put(path, plain(spec).encode(coding))
        elif end == "odt":
            put(path, opendocument(spec))
        elif end == "pdf":
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target)
            if again or not target.exists():
                portable(Word(spec).bytes(), target)
        else:
            put(path, Word(spec).bytes())
        name = f"files/{path}"
        ids = {f"{prefix}-{number}": verdict for number, verdict in sorted(spec["labels"].items())}
        labels["files"][name] = {
            "kind": spec["kind"],
            "error": None,
            "criteria": ids,
            "check": sorted(set(ids) & soft),
            "defects": spec["defects"],
        }
        if spec["as_of"]:
            labels["files"][name]["as_of"] = spec["as_of"]
        labels["doubtful"] += [[name, f"{prefix}-{number}", why] for number, why in spec["doubt"]]
    for path, (raw, error) in (broken() if folder == HERE else {}).items():
        put(path, raw)
        labels["files"][f"files/{path}"] = {"kind": None, "error": error, "criteria": {}, "check": [], "defects": []}
    labels["files"] = dict(sorted(labels["files"].items()))
    for old in out.rglob("*"):
        if old.is_file() and old not in made:
            old.unlink()
    (goal / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
