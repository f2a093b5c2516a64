import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ACCESS, type Access } from '../routing/decorators.js';

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', examples: ['/problems/upload-too-large'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: "The request's id" },
    errors: { type: 'array', items: { type: 'object', required: ['pointer', 'detail'], properties: { pointer: { type: 'string' }, detail: { type: 'string' } } } },
  },
};

/** The OpenAPI 3.1 document of a service, from its decorators alone: nothing is connected to. */
export async function createOpenApi(module: Type | object, service: string, version: string): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(module as Type, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Practika ${service}`)
    .setVersion(version)
    .addCookieAuth('practika_session', { type: 'apiKey', in: 'cookie', name: 'practika_session' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'prk_…' }, 'token')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}` });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA as never } };
  document.paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/api/')).sort(([a], [b]) => a.localeCompare(b)));
  return document;
}

/** Security requirement of a handler, for decorators to add. */
export const securityOf = (access: Access | undefined): readonly Record<string, string[]>[] => (access?.kind === 'public' ? [] : [{ session: [] }, { token: [] }]);
export { ACCESS };
