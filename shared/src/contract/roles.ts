/**
 * Who may call a route. `public` needs no session; `citizen` is a signed-in natural person; the others are staff of the
 * registration centre (登记中心) or of an institution (机构); `kiosk` is a self-service printer (自助打证机).
 */
export const roles = [
  'public',
  'citizen',
  'officer',
  'registrar',
  'auditor',
  'administrator',
  'institution-clerk',
  'kiosk',
] as const;
export type Role = (typeof roles)[number];
export type StaffRole = Exclude<Role, 'public' | 'citizen' | 'kiosk'>;
