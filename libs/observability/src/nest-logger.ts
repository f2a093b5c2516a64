import type { LoggerService } from '@nestjs/common';
import { logger } from './logger.js';

/** Nest's own lines, through our logger. Its boot chatter is debug. */
export class NestLogger implements LoggerService {
  private readonly target = logger('nest');

  log(message: unknown, ...rest: unknown[]): void {
    this.target.debug({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.target.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.target.error({ err: message, context: rest.at(-1) }, message instanceof Error ? message.name : String(message));
  }

  debug(): void {}

  verbose(): void {}
}
