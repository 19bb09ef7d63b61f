import type { z } from 'zod';
import {
  allRoutes,
  asksForDevice,
  errorCatalogue,
  isSensitive,
  levelOf,
  missingOn,
  pauseProblem,
  publicShows,
  route,
} from '../../src';

type Def = { type: string; [part: string]: unknown };

/** Dotted paths of what is text in a reply. */
function texts(schema: z.ZodType | undefined, path = ''): string[] {
  const def = schema?.def as Def | undefined;
  switch (def?.type) {
    case undefined:
      return [];
    case 'object':
      return Object.entries(def.shape as Record<string, z.ZodType>).flatMap(([key, part]) =>
        texts(part, path ? `${path}.${key}` : key),
      );
    case 'array':
      return texts(def.element as z.ZodType, path);
    case 'nullable':
    case 'optional':
    case 'default':
      return texts(def.innerType as z.ZodType, path);
    case 'string':
      return [path];
    case 'union':
      return (def.options as z.ZodType[]).flatMap((option) => texts(option, path));
    default:
      return [];
  }
}

describe('the contract', () => {
  const routes = allRoutes();

  it('has one operation per method and path', () => {
    const keys = routes.map(({ definition }) => `${definition.method} ${definition.path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('makes every command of a signed-in person idempotent, or safe to repeat by nature', () => {
    const natural = [
      'identity.wechatPhone',
      'identity.alipayPhone',
      'identity.realName',
      'cases.saveDraft',
      'payments.check',
      'certificates.link',
      'messages.read',
      'review.unmask',
      'enterprise.building',
      // What is looked for may name a person, so it travels in the body.
      'enterprise.find',
      'sheets.preview',
      // A code is good once, and asking again makes a new one.
      'identity.deviceCode',
      'identity.device',
      'identity.windowCode',
      'account.changePassword',
      'account.changeStaffPassword',
      'staffAccess.newRecoveryCodes',
      'staffAccess.newPasskey',
      'sheets.faults',
      'sheets.workList',
      'caseSearch.find',
      'institutionMessages.read',
      'enterprise.certificateLink',
      'enterprisePayments.check',
      'files.link',
      'institutions.unmask',
      'printing.endVisit',
      'printing.checkFace',
      'printing.endFace',
      'pickup.endReading',
      'pickup.endConfirmation',
      // Each look is written down.
      'quarantine.look',
      // A second device of the same name is refused; its key must not be kept for a repeat.
      'printing.registerKiosk',
    ];
    const missing = routes
      .filter(
        ({ name, definition }) =>
          ['POST', 'PUT'].includes(definition.method) &&
          !definition.access.includes('public') &&
          !definition.idempotent &&
          !definition.reads &&
          !natural.includes(name),
      )
      .map(({ name }) => name);
    expect(missing).toEqual([]);
  });

  it('limits what the public can guess at', () => {
    const unlimited = routes
      .filter(
        ({ definition }) =>
          definition.access.includes('public') && definition.method === 'POST' && !definition.limit && !definition.raw,
      )
      .map(({ name }) => name);
    expect(unlimited).toEqual([]);
  });

  it('asks for a device of her own wherever a password would be enough, or says why not', () => {
    const reasons = routes
      .filter(({ definition }) => definition.level && !asksForDevice(definition))
      .map(({ name, definition }) => [name, definition.level!.byPassword!] as const);
    for (const [name, why] of reasons) expect({ name, said: why.trim().length > 5 }).toEqual({ name, said: true });
    // Whoever adds one here lets a password that was found out do it.
    expect(reasons.map(([name]) => name).sort()).toEqual([
      'account.changePassword',
      'agents.confirm',
      'agents.create',
      'agents.detail',
      'agents.face',
      'agents.list',
      'authorisations.confirm',
      'authorisations.detail',
      'authorisations.face',
      'authorisations.list',
      'identity.device',
      'identity.deviceCode',
      'identity.face',
      'identity.faceConfirm',
      'identity.me',
      'identity.realName',
      'identity.signOut',
      'identity.windowCode',
      'messages.unread',
    ]);
    const toy = { method: 'POST', path: '/api/toy', access: ['citizen'], tag: 't', summary: '' } as const;
    expect(pauseProblem(route({ ...toy, level: { at: 'phone', why: 'A toy.', byPassword: ' ' } }))).not.toBeNull();
    expect(
      missingOn(route({ ...toy, level: { at: 'phone', why: 'A toy.' } }), { person: 'named', confirmed: false }),
    ).toBe('DEVICE_UNCONFIRMED');
  });

  it('sends every file below the common ceiling', () => {
    const others = routes.filter(({ definition }) => definition.raw && !definition.download).map(({ name }) => name);
    expect(others).toEqual(['payments.wechatCallback', 'payments.alipayCallback', 'escrow.callback']);
    for (const { definition } of routes) if (definition.download) expect(definition.raw).toBe(true);
  });

  it('carries no personal data in a path or a query', () => {
    for (const { definition } of routes) expect(definition.path).not.toMatch(/:(idNumber|phone|name)/i);
  });

  it('has a Chinese sentence for every code that people see', () => {
    for (const [code, { message }] of Object.entries(errorCatalogue))
      if (code !== 'CALLBACK_REFUSED') expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  it('lists what each public operation tells about people, and nothing else does', () => {
    const open = routes.filter(({ definition }) => definition.access.includes('public'));
    expect(Object.keys(publicShows).sort()).toEqual(open.map(({ name }) => name).sort());
    // Names of things, and the point where one books, are no person's.
    const ofThings =
      /^(acceptanceNumber|businessName|categoryName|kindName|stateName)$|^(items|steps|parties|times|staff\.institution)\b|^name$|^id$/;
    const personal = /name|phone|idnumber|holder|obligor|applicant|location|unitnumber|^number$/i;
    for (const { name, definition } of open) {
      const { masked = [], whole = [] } = publicShows[name]!;
      const told = texts(definition.reply).filter(
        (path) => personal.test(path.split('.').at(-1)!) && !ofThings.test(path),
      );
      expect({ name, told: told.sort() }).toEqual({ name, told: [...masked, ...whole].sort() });
    }
  });

  it('asks every operation of a citizen for a proven person, unless it says why not', () => {
    const less = routes.filter(({ definition }) => definition.level);
    for (const { name, definition } of less) {
      expect({ name, level: levelOf(definition) }).toEqual({ name, level: definition.level!.at });
      expect(definition.level!.why).toMatch(/[\u4e00-\u9fff]/);
    }
    for (const { name, definition } of routes) {
      expect({ name, problem: pauseProblem(definition) }).toEqual({ name, problem: null });
      if (definition.calm !== undefined) expect(definition.calm).toMatch(/[\u4e00-\u9fff]/);
    }
    const proven = routes.filter(({ definition }) => levelOf(definition) === 'proven').map(({ name }) => name);
    expect(proven).toEqual(
      expect.arrayContaining([
        'register.mine',
        'certificates.link',
        'printing.certificateCode',
        'cases.start',
        'payments.pay',
      ]),
    );
  });

  it('has a proven person confirm anew after a pause, unless it says why that does no harm', () => {
    const calm = routes.filter(({ definition }) => levelOf(definition) === 'proven' && !isSensitive(definition));
    expect(calm.map(({ name }) => name).sort()).toEqual([
      'cases.detail',
      'cases.list',
      'cases.saveDraft',
      'escrow.ofCase',
      'files.state',
      'files.upload',
      'messages.list',
      'messages.read',
      'payments.check',
      'payments.detail',
      'payments.dues',
      'payments.list',
    ]);
    const toy = { method: 'POST', path: '/api/toy', access: ['citizen'], tag: 't', summary: '' } as const;
    expect(isSensitive(route(toy))).toBe(true);
    expect(pauseProblem(route({ ...toy, calm: ' ' }))).not.toBeNull();
    expect(pauseProblem(route({ ...toy, level: { at: 'named', why: '因为' }, calm: '因为' }))).not.toBeNull();
  });
});
