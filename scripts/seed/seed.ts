import { demoDatabaseMark } from '@zhucheng/bff/config/demonstration';
import { GrantService } from '@zhucheng/bff/modules/agents/grant.service';
import { CertificateService } from '@zhucheng/bff/modules/certificates/certificate.service';
import { CitizenService } from '@zhucheng/bff/modules/identity/citizen.service';
import { StaffService } from '@zhucheng/bff/modules/identity/staff.service';
import { ClerkService } from '@zhucheng/bff/modules/institutions/clerk.service';
import { RegisterImportService } from '@zhucheng/bff/modules/register/register-import.service';
import { hashPassword } from '@zhucheng/bff/platform/crypto/secrets';
import type { Server } from '@zhucheng/bff/server';
import { addDays, dayOf } from '@zhucheng/shared';
import { type City, DEMO_PASSWORD, demoGrant, demoStaff } from '../city';
import { registerUnits } from './register-units';
import { Registry } from './registry';
import { seedServicePoints } from './service-points';

export interface SeedOptions {
  /** Of the demonstration's password, see `hashPassword`; less than usual where nobody else can reach the platform. */
  passwordCost?: number;
  /** Called after each batch. */
  onProgress?: (done: number, total: number) => void;
}

export interface SeedSummary {
  /** False if the register had units already; nothing was written then. */
  seeded: boolean;
  units: number;
  certificates: number;
  accounts: number;
}

const batch = 250;

/** Whether the register holds nothing yet. */
export async function isEmpty(server: Server): Promise<boolean> {
  return (await server.database.readOne('SELECT id FROM unit LIMIT 1')) === null;
}

/**
 * Fills an empty register with a city: accounts, institutions, units, rights, burdens and their certificates. One
 * transaction, so an interrupted seed leaves nothing behind. Does nothing where the register has units.
 */
export async function seedCity(server: Server, city: City, options: SeedOptions = {}): Promise<SeedSummary> {
  const { passwordCost, onProgress } = options;
  if (!(await isEmpty(server))) return { seeded: false, units: 0, certificates: 0, accounts: 0 };
  const citizens = await server.get(CitizenService);
  const staff = await server.get(StaffService);
  const clerks = await server.get(ClerkService);
  const grants = await server.get(GrantService);
  const services = {
    register: await server.get(RegisterImportService),
    certificates: await server.get(CertificateService),
  };
  const addServicePoints = await seedServicePoints(server);
  // One hash for all: everybody has the same password, which is no secret.
  const passwordHash = await hashPassword(DEMO_PASSWORD, passwordCost);
  const demoPeople = city.people.filter((person) => person.demo);
  return server.database.unitOfWork(async (tx) => {
    await tx.insert('data_upgrade', { name: demoDatabaseMark, cursor_id: '', done: 0, finished_at: tx.now });
    const registry = new Registry(city);
    const accounts = new Map<string, { id: string; name: string; idNumber: string; phone: string }>();
    for (const { key, name, idNumber, phone } of demoPeople) {
      const id = await citizens.createCitizen(tx, { name, idNumber, phone, passwordHash });
      accounts.set(key, { id, name, idNumber, phone });
    }
    const [principal, agent] = [accounts.get(demoGrant.principal), accounts.get(demoGrant.agent)];
    if (principal && agent) {
      const { relation, scopes, days } = demoGrant;
      const endsOn = addDays(dayOf(tx.now), days);
      const people = { principalId: principal.id, agentId: agent.id, principal, agent };
      await grants.import(tx, people, { relation, scopes: [...scopes], endsOn });
    }
    for (const { key, name, creditCode, kind } of city.organisations) {
      if (kind === 'enterprise') continue;
      registry.institutions.set(key, await staff.createInstitution(tx, { name, creditCode, kind }));
    }
    for (const { username, name, roles, totpSecret, institution, phone } of demoStaff) {
      const institutionId = institution ? registry.institutions.get(institution)! : null;
      const account = { username, name, roles: [...roles], totpSecret, passwordHash, institutionId };
      const id = await staff.createStaff(tx, account);
      if (institutionId) await clerks.adopt(tx, institutionId, id, phone);
    }
    await addServicePoints(tx);
    let certificates = 0;
    for (let from = 0; from < city.units.length; from += batch) {
      const units = city.units.slice(from, from + batch);
      certificates += await registerUnits(tx, registry, services, units);
      onProgress?.(from + units.length, city.units.length);
    }
    return { seeded: true, units: city.units.length, certificates, accounts: demoPeople.length + demoStaff.length };
  });
}
