import { actingForHeader, allRoutes, errorCatalogue } from '@zhucheng/shared';
import { z } from 'zod';
import type { ErrorCode, RouteDefinition } from '../contract';

type JsonObject = Record<string, unknown>;

const reference = { $ref: '#/components/schemas/ErrorReply' };

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return json;
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query'): JsonObject[] {
  if (!schema) return [];
  const json = schemaOf(schema, 'input') as { properties?: Record<string, JsonObject>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, own]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required?.includes(name) ?? false),
    ...(own.description ? { description: own.description } : {}),
    schema: own,
  }));
}

/** Codes that a route can answer with, its own and those that follow from its definition. */
export function codesOf(route: RouteDefinition): ErrorCode[] {
  const codes: ErrorCode[] = [...(route.errors ?? [])];
  if (!route.access.includes('public')) codes.push('UNAUTHENTICATED', 'FORBIDDEN');
  if (route.access.includes('citizen')) codes.push('GRANT_ENDED', 'AGENT_NOT_ALLOWED');
  if (route.params || route.query || route.body) codes.push('INVALID_INPUT');
  if (route.body) codes.push('BODY_MALFORMED', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA');
  if (route.upload) codes.push('BODY_MALFORMED');
  if (route.download) codes.push('DOWNLOADS_BUSY', 'DOWNLOADS_YOURS_BUSY');
  if (route.idempotent) codes.push('IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED', 'IN_PROGRESS');
  if (route.limit) codes.push('TOO_MANY_REQUESTS');
  return [...new Set(codes)];
}

function responsesOf(route: RouteDefinition): JsonObject {
  const responses: JsonObject = {};
  if (route.reply) {
    responses['200'] = {
      description: '成功',
      content: { 'application/json': { schema: schemaOf(route.reply, 'output') } },
    };
  } else {
    responses[route.raw ? '200' : '204'] = { description: '成功' };
  }
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(route)) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    const description = codes.map((code) => `\`${code}\` ${errorCatalogue[code].message}`).join('\n\n');
    responses[String(status)] = { description, content: { 'application/json': { schema: reference } } };
  }
  responses.default = { description: '其他错误', content: { 'application/json': { schema: reference } } };
  return responses;
}

function operationOf(name: string, route: RouteDefinition): JsonObject {
  const isPublic = route.access.includes('public');
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
  };
  const actingFor = {
    name: actingForHeader,
    in: 'header',
    required: false,
    description: '代办人以委托人名义调用时，委托的编号',
    schema: { type: 'string' },
  };
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    'x-access': route.access,
    ...(route.agent && { 'x-agent-scope': route.agent }),
    ...(route.limit && { 'x-limit': route.limit }),
    security: isPublic ? [] : [{ session: [] }],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.idempotent ? [key] : []),
      ...(route.agent ? [actingFor] : []),
    ],
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
    }),
    ...(route.upload && {
      requestBody: { required: true, content: { 'application/octet-stream': {}, 'multipart/form-data': {} } },
    }),
    responses: responsesOf(route),
  };
}

const errorReply = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { type: 'string', enum: Object.keys(errorCatalogue) },
        message: { type: 'string', description: '给用户看的一句话，说明下一步怎么做' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            required: ['path', 'code', 'message'],
            properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
          },
        },
        detail: { type: 'object', additionalProperties: true },
        requestId: { type: 'string' },
      },
    },
  },
};

/** The whole contract as OpenAPI 3.1; made from the same definitions that the server binds. */
export function openApiDocument(publicUrl: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const { name, definition } of allRoutes()) {
    const path = definition.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [definition.method.toLowerCase()]: operationOf(name, definition) };
  }
  return {
    openapi: '3.1.0',
    info: { title: '北海市不动产登记综合服务平台 API', version: '1.0.0', license: { name: 'Apache-2.0' } },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { ErrorReply: errorReply },
      securitySchemes: { session: { type: 'http', scheme: 'bearer' } },
    },
  };
}
