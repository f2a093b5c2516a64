import { Controller, Delete, HttpCode, Post } from '@nestjs/common';
import { Input, Internal, RequestInput } from '@practika/http';
import { DomainError } from '@practika/problems';
import { gateBody, questionOf } from './gates.dto.js';
import { GatesRepository } from './gates.repository.js';

interface GateAnswerView {
  readonly allow: boolean;
  readonly epoch: number;
  readonly recordId: string | null;
  readonly validUntil: string;
}
interface PermitView {
  readonly permitId: string;
  readonly epoch: number;
  readonly recordId: string;
  readonly expiresAt: string;
}

/** Asked by the services that process: whether they may, and for a commit, that they still may. */
@Controller('/internal')
export class GatesController {
  constructor(private readonly gates: GatesRepository) {}

  @Post('gates/check')
  @HttpCode(200)
  @Internal('media', 'exercises', 'auth')
  async check(@Input() input: RequestInput): Promise<GateAnswerView> {
    const answer = await this.gates.check(questionOf(input.body(gateBody)));
    return { ...answer, validUntil: answer.validUntil.toISOString() };
  }

  @Post('permits')
  @Internal('media', 'exercises', 'auth')
  async take(@Input() input: RequestInput): Promise<PermitView> {
    const permit = await this.gates.takePermit(questionOf(input.body(gateBody)));
    if (permit === null) throw new DomainError('consent-required');
    return { ...permit, expiresAt: permit.expiresAt.toISOString() };
  }

  @Delete('permits/:id')
  @HttpCode(204)
  @Internal('media', 'exercises', 'auth')
  async giveBack(@Input() input: RequestInput): Promise<void> {
    await this.gates.returnPermit(input.id());
  }
}
