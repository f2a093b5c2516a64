import { All, Controller, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DomainError } from '@practika/problems';
import type { PractikaRequest } from '../request/practika-request.js';
import { Unrouted } from './decorators.js';
import { RouteTable } from './route-table.js';

/** Behind every route: by the time it runs, strangers have had their 401. */
@ApiExcludeController()
@Controller()
export class UnroutedController {
  constructor(@Inject(RouteTable) private readonly routes: RouteTable) {}

  @All('*')
  @Unrouted()
  unrouted(@Req() request: PractikaRequest): never {
    const allow = this.routes.allowed(request.url);
    // A parameter too long for the router, say: the path fits a route, and nothing can be behind it.
    if (allow.length === 0 || allow.includes(request.method)) throw new DomainError('not-found');
    throw new DomainError('method-not-allowed', { headers: { allow: allow.join(', ') } });
  }
}
