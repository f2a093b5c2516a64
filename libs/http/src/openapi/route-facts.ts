import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { PERMISSIONS } from '@practika/identity';
import { ACCESS, type Access, CREATES, STEP_UP } from '../routing/decorators.js';

/** What the guards will do about a route, read from the same decorators that they read. */
export interface RouteFacts {
  readonly open: boolean;
  /** By session alone: no scope leads there, or it wants a password given a moment ago. */
  readonly sessionOnly: boolean;
  readonly stepUp: boolean;
  readonly creates: boolean;
  readonly scope: string | null;
}

/** By `<Controller>.<method>`, as operation ids are made. */
export function routeFacts(app: INestApplication): ReadonlyMap<string, RouteFacts> {
  const facts = new Map<string, RouteFacts>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (let prototype = metatype.prototype as object; prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype) as object) {
        for (const name of Object.getOwnPropertyNames(prototype)) {
          const handler = (prototype as Record<string, unknown>)[name];
          if (typeof handler !== 'function' || name === 'constructor') continue;
          const access = Reflect.getMetadata(ACCESS, handler) as Access | undefined;
          if (access !== undefined) facts.set(operationId(metatype.name, name), of(handler, access));
        }
      }
    }
  }
  return facts;
}

export function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}.${method}`;
}

function of(handler: object, access: Access): RouteFacts {
  const scope = access.kind === 'permission' ? PERMISSIONS[access.permission].scope : null;
  const stepUp = Reflect.getMetadata(STEP_UP, handler) === true;
  return { open: access.kind === 'public', sessionOnly: scope === null || stepUp, stepUp, creates: Reflect.getMetadata(CREATES, handler) === true, scope };
}
