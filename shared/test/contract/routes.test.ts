import { allRoutes, errorCatalogue } from '../../src';

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
      'sheets.faults',
      'sheets.workList',
      'caseSearch.find',
      'institutionMessages.read',
      'enterprise.certificateLink',
      'enterprisePayments.check',
      'files.link',
      'institutions.unmask',
      'printing.openVisit',
      'printing.endVisit',
      'printing.checkFace',
      'printing.endFace',
      // A second device of the same name is refused; its key must not be kept for a repeat.
      'printing.registerKiosk',
    ];
    const missing = routes
      .filter(
        ({ name, definition }) =>
          ['POST', 'PUT'].includes(definition.method) &&
          !definition.access.includes('public') &&
          !definition.idempotent &&
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

  it('carries no personal data in a path or a query', () => {
    for (const { definition } of routes) expect(definition.path).not.toMatch(/:(idNumber|phone|name)/i);
  });

  it('has a Chinese sentence for every code that people see', () => {
    for (const [code, { message }] of Object.entries(errorCatalogue))
      if (code !== 'CALLBACK_REFUSED') expect(message).toMatch(/[\u4e00-\u9fff]/);
  });
});
