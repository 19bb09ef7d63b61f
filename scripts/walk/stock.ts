/** A registration certificate that a walk can go on from. */
export interface Deed {
  certificate: string;
  holder: string;
  unitId: string;
}

/** What earlier walks have left behind, by what it proves. */
export class Stock {
  readonly deeds: Record<'presale' | 'presale-mortgage' | 'mortgage', Deed[]> = {
    presale: [],
    'presale-mortgage': [],
    mortgage: [],
  };
}
