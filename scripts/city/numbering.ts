import { type CertificateKind, certificateNumber } from '@zhucheng/shared';
import type { Day } from './model';

interface Entry {
  kind: CertificateKind;
  day: Day;
  assign(number: string): void;
}

/** Gives certificate numbers in order of registration, so that each kind and year counts from 1 without a gap. */
export class Numbering {
  private readonly entries: Entry[] = [];

  /** `assign` is called once, by `run`. */
  reserve(kind: CertificateKind, day: Day, assign: (number: string) => void): void {
    this.entries.push({ kind, day, assign });
  }

  run(): void {
    const counts = new Map<string, number>();
    const inOrder = this.entries.map((entry, i) => ({ ...entry, i }));
    inOrder.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.i - b.i));
    for (const { kind, day, assign } of inOrder) {
      const year = day.slice(0, 4);
      const serial = (counts.get(kind + year) ?? 0) + 1;
      counts.set(kind + year, serial);
      assign(certificateNumber.format(kind, Number(year), serial));
    }
  }
}
