import { getObjectDefinition, ScopeEnum } from '@midwayjs/core';
import { boundRoutes } from '@zhucheng/bff/platform/http/route';
import { allRoutes } from '@zhucheng/shared';
import { startTestServer } from '../support/server';

test('every operation of the contract is bound exactly once, by a singleton', async () => {
  const server = await startTestServer();
  await server.close();
  const label = (route: { method: string; path: string }) => `${route.method} ${route.path}`;
  const bound = boundRoutes.map((route) => label(route.definition)).sort();
  const contract = allRoutes()
    .map(({ definition }) => label(definition))
    .sort();
  expect(bound).toEqual(contract);
  const notSingleton = boundRoutes.filter(
    ({ controller }) => getObjectDefinition(controller)?.scope !== ScopeEnum.Singleton,
  );
  expect(notSingleton.map(({ controller }) => controller.name)).toEqual([]);
});
