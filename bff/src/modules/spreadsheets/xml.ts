import { SaxesParser } from 'saxes';
import { ZipError } from './zip-reader';

/** Given to the XML parser at once. */
const pieceLength = 131_072;

interface Handlers {
  /** Names without their prefix. */
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Walks XML without keeping it; entities of a document's own making are an error, nothing outside is ever fetched. */
export function walkXml(content: Buffer, handlers: Handlers): void {
  const parser = new SaxesParser();
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', () => {
    throw new ZipError('unreadable');
  });
  parser.on('doctype', () => {
    throw new ZipError('unreadable');
  });
  parser.on('opentag', (tag) => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  const text = content.toString('utf8');
  for (let at = 0; at < text.length; at += pieceLength) {
    parser.write(text.slice(at, at + pieceLength));
  }
  parser.close();
}

/** Of attributes that say yes or no. */
export const isOn = (value: string | undefined): boolean => value === '1' || value === 'true';
