import { DepartmentAnswer } from '../answer';

export const IDENTITY_CHECK_PORT = 'identityCheckPort';

/** Name and ID number against the public-security register (公安人口库二要素核验). Refusal: `mismatch`. */
export interface IdentityCheckPort {
  check(person: { name: string; idNumber: string; reference?: string }): Promise<DepartmentAnswer<{ match: true }>>;
}
