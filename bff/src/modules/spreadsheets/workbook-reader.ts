import { posix } from 'node:path';
import { lookOf } from './number-format';
import { type CellStyle, cleaned, Pieces, readSheet, type SheetContent, type Text } from './sheet-reader';
import { isOn, walkXml } from './xml';
import { ZipError, ZipReader } from './zip-reader';

/** What the parts of a workbook may unfold to together, in bytes; 10,000 rows take about a tenth. */
const unfoldLimit = 64 * 1024 * 1024;
const mostSheets = 256;
/** Excel's own limits. */
const longestFormat = 255;
const longestSheetName = 31;
const mostStyles = 65_490;

export interface Sheet extends SheetContent {
  name: string;
  /** Visible sheets that were not read. */
  others: string[];
}

/** Reads the visible sheet named `wanted`, else the first, at most `mostRows` rows with something in them. Errors: ZipError, CellTooLong. */
export function readWorkbook(file: Buffer, mostRows: number, wanted?: string): Sheet {
  const zip = new ZipReader(file, unfoldLimit);
  const { sheetName, sheetPath, others, since1904, partOf } = readStructure(zip, wanted);
  const content = zip.read(sheetPath);
  if (!content) throw new ZipError('unreadable');
  const strings = readSharedStrings(zip.read(partOf('sharedStrings')));
  const styles = readStyles(zip.read(partOf('styles')));
  return { name: sheetName, others, ...readSheet(content, { strings, styles, since1904, mostRows }) };
}

/** Where a part's relations lead: their targets by id, and by the last word of their type. */
class Relations {
  readonly byId = new Map<string, string>();
  private readonly byType = new Map<string, string>();

  constructor(
    zip: ZipReader,
    private readonly part: string,
  ) {
    const folder = posix.dirname(part);
    const content = zip.read(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
    if (!content) return;
    walkXml(content, {
      open: (name, { Id, Target, Type, TargetMode }) => {
        if (name !== 'Relationship' || !Target || TargetMode === 'External') return;
        const target = Target.replaceAll('\\', '/');
        const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
        if (Id) this.byId.set(Id, path);
        if (Type) this.byType.set(Type.slice(Type.lastIndexOf('/') + 1), path);
      },
    });
  }

  /** Where it is said to be, else where every program puts it. */
  partOf(type: string): string {
    return this.byType.get(type) ?? posix.join(posix.dirname(this.part), `${type}.xml`);
  }
}

function readStructure(zip: ZipReader, wanted: string | undefined) {
  const asSaid = new Relations(zip, '').partOf('officeDocument');
  const path = zip.has(asSaid) ? asSaid : 'xl/workbook.xml';
  const workbook = zip.read(path);
  if (!workbook) throw new ZipError('unreadable');
  const relations = new Relations(zip, path);
  const sheets: Array<{ name: string; relation: string }> = [];
  let since1904 = false;
  walkXml(workbook, {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = isOn(attributes.date1904);
      if (name === 'sheet' && (attributes.state ?? 'visible') === 'visible') {
        const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
        sheets.push({ name: (attributes.name ?? '').slice(0, longestSheetName), relation });
        if (sheets.length > mostSheets) throw new ZipError('too-large');
      }
    },
  });
  const chosen = sheets.find(({ name }) => name === wanted) ?? sheets[0];
  const sheetPath = relations.byId.get(chosen?.relation ?? '');
  if (!chosen || !sheetPath) throw new ZipError('unreadable');
  const others = sheets.filter((sheet) => sheet !== chosen).map(({ name }) => name);
  const partOf = (type: string) => relations.partOf(type);
  return { sheetName: chosen.name, sheetPath, others, since1904, partOf };
}

/** The shared texts; runs of one text are joined. */
function readSharedStrings(content: Buffer | undefined): Text[] {
  const strings: Text[] = [];
  if (!content) return strings;
  const pieces = new Pieces();
  walkXml(content, {
    open: (name) => {
      if (name === 'si') pieces.begin();
      pieces.open(name);
    },
    text: (text) => pieces.add(text),
    close: (name) => {
      pieces.close(name);
      if (name === 'si') strings.push(cleaned(pieces.text));
    },
  });
  return strings;
}

/** What each cell style makes of a number. */
function readStyles(content: Buffer | undefined): CellStyle[] {
  const styles: CellStyle[] = [];
  if (!content) return styles;
  /** The file's own formats. */
  const formats = new Map<number, CellStyle>();
  let inCells = false;
  walkXml(content, {
    open: (name, attributes) => {
      if (name === 'numFmt') {
        const code = attributes.formatCode ?? '';
        if (code.length > longestFormat) throw new ZipError('unreadable');
        const id = Number(attributes.numFmtId);
        formats.set(id, { look: lookOf(id, code), code });
      }
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(formats.get(id) ?? { look: lookOf(id, undefined), code: '' });
        if (styles.length > mostStyles) throw new ZipError('too-large');
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}
