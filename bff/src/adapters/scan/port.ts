import { DepartmentAnswer } from '../answer';

export interface ScanVerdict {
  verdict: 'clean' | 'infected';
  /** What was found, in the scanner's words. */
  name?: string;
}

/** Refusals: `unreadable` – the scanner cannot look into the file. */
export interface ScanPort {
  /** Has one file looked at for viruses (病毒扫描). `reference` is the file's id. */
  scan(file: { reference: string; content: Buffer }): Promise<DepartmentAnswer<ScanVerdict>>;
}
