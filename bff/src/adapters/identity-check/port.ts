import { DepartmentAnswer } from '../answer';

/**
 * Name and ID number against the public-security register (公安人口库二要素核验), with the phone also against the operators'
 * subscribers (运营商三要素核验). Refusal: `mismatch`, whichever of them differs.
 */
export interface IdentityCheckPort {
  check(person: {
    name: string;
    idNumber: string;
    phone?: string;
    reference?: string;
  }): Promise<DepartmentAnswer<{ match: true }>>;
}
