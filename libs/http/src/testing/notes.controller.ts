import { Controller, Delete, Get, HttpCode, Inject, Patch, Post, Res } from '@nestjs/common';
import { uuidv7 } from '@practika/database';
import { DomainError } from '@practika/problems';
import type { Principal } from '@practika/identity';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Caller, Creates, Input, Internal, Operation, Permit, Public, RequestInput, setLocation, StepUp } from '../index.js';

// Routes of every kind, for the tests of the library.
const note = z.strictObject({ name: z.string().min(3) });
export const OTHERS = uuidv7();
export const MINE = uuidv7();

@Controller('/api/media/v1/notes')
export class NotesController {
  created = 0;
  readonly ids: string[] = [];

  @Post()
  @Permit('asset.write')
  @Creates()
  @Operation({ summary: 'Create', body: note, answers: { 201: { description: 'Created' } } })
  create(@Input() input: RequestInput, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): object {
    const { name } = input.body(note);
    this.created += 1;
    this.ids.push(input.creationId());
    if (name === 'answer lost' && this.ids.filter((id) => id === input.creationId()).length === 1) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    setLocation(reply, `/api/media/v1/notes/${input.creationId()}`);
    return { id: input.creationId(), name, by: caller.userId, number: this.created };
  }

  @Patch(':id')
  @Permit('asset.write')
  @Operation({ summary: 'Change', body: note, answers: { 200: { description: 'Changed' } } })
  change(@Input() input: RequestInput): object {
    if (input.id() === OTHERS) throw new DomainError('forbidden');
    if (input.id() !== MINE) throw new DomainError('not-found');
    return input.body(note);
  }

  @Get()
  @Permit('asset.read')
  @Operation({ summary: 'List', answers: { 200: { description: 'List' } } })
  list(): object {
    return { items: [], nextCursor: null };
  }

  @Get('open')
  @Public()
  @Operation({ summary: 'Open', answers: { 200: { description: 'Open' } } })
  open(): object {
    return {};
  }

  @Post('said')
  @Public()
  @Operation({ summary: 'Open to writing', body: note, answers: { 201: { description: 'Taken' } } })
  said(@Input() input: RequestInput): object {
    return input.body(note);
  }

  @Delete('everything')
  @Permit('quarantine.review')
  @StepUp()
  @HttpCode(204)
  @Operation({ summary: 'Staff, with step-up', answers: { 204: { description: 'Gone' } } })
  everything(): void {}

  @Get('defect')
  @Permit('asset.read')
  @Operation({ summary: 'Fails', answers: { 200: { description: 'Never' } } })
  defect(): never {
    throw new Error('select * from secrets');
  }

  @Get('outage')
  @Permit('asset.read')
  @Operation({ summary: 'Fails', answers: { 200: { description: 'Never' } } })
  outage(): never {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  }
}

@Controller('/internal/slow')
export class SlowController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get()
  @Internal('anyone')
  async slow(): Promise<object> {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { rows: await this.dataSource.query('SELECT 1 AS one') };
  }
}
