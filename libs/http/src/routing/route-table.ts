import { Injectable } from '@nestjs/common';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly open: boolean;
  readonly pattern: RegExp;
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** Every route of the process, filled at boot. Asked only when no route matched, to tell 404 from 405. */
@Injectable()
export class RouteTable {
  private readonly routes: Route[] = [];

  add(method: string, path: string, open: boolean): void {
    const pattern = new RegExp(`^${path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('/')}$`);
    this.routes.push({ method, path, open, pattern });
  }

  all(): readonly { readonly method: string; readonly path: string; readonly open: boolean }[] {
    return this.routes;
  }

  /** Whether a path has an open route by any method. `/metrics` is nobody's secret: the contract says it is not here. */
  isOpen(url: string): boolean {
    return pathOf(url) === '/metrics' || this.matching(url).some((route) => route.open);
  }

  /** Methods of a path, for `Allow`; empty when there is no such path. */
  allowed(url: string): readonly string[] {
    const methods = new Set(this.matching(url).map((route) => route.method));
    if (methods.has('GET')) methods.add('HEAD');
    return [...methods].sort();
  }

  private matching(url: string): readonly Route[] {
    const path = pathOf(url);
    return this.routes.filter((route) => route.pattern.test(path));
  }
}
