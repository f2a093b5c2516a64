import { Inject, Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS, type Access, OPERATION } from './decorators.js';
import { RouteTable } from './route-table.js';

const PATH = 'path';
const METHOD = 'method';

const list = (value: string | string[] | undefined): string[] => (Array.isArray(value) ? value : [value ?? '']);
const join = (...parts: string[]): string => `/${parts.map((p) => p.replace(/^\/+|\/+$/g, '')).filter((p) => p !== '').join('/')}`;

/** At boot: fills the route table and refuses a handler that does not say who may reach it. */
@Injectable()
export class RouteRegistrar implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
    @Inject(RouteTable) private readonly routes: RouteTable,
  ) {}

  onModuleInit(): void {
    for (const { metatype } of this.discovery.getControllers()) {
      const prototype = (metatype as { prototype: object } | null)?.prototype;
      if (prototype === undefined || metatype === null) continue;
      const bases = list(Reflect.getMetadata(PATH, metatype) as string | string[] | undefined);
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler = (prototype as Record<string, object | undefined>)[name];
        const method = handler === undefined ? undefined : (Reflect.getMetadata(METHOD, handler) as RequestMethod | undefined);
        if (handler === undefined || method === undefined) continue;
        this.register(`${(metatype as { name: string }).name}.${name}`, handler, method, bases);
      }
    }
  }

  private register(where: string, handler: object, method: RequestMethod, bases: readonly string[]): void {
    const access = Reflect.getMetadata(ACCESS, handler) as Access | undefined;
    if (access === undefined) throw new Error(`${where} says neither @Public(), @Permit() nor @Internal(): nobody knows who may reach it`);
    if (access.kind === 'unrouted') return;
    if (access.kind !== 'internal' && Reflect.getMetadata(OPERATION, handler) === undefined) throw new Error(`${where} has no @Operation(): it would be missing from the API description`);
    for (const base of bases) {
      for (const path of list(Reflect.getMetadata(PATH, handler) as string | string[] | undefined)) {
        if (access.kind !== 'internal') this.routes.add(RequestMethod[method], join(base, path), access.kind === 'public');
      }
    }
  }
}
