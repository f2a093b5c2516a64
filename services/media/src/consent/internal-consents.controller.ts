import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Input, Internal, RequestInput } from '@practika/http';
import { z } from 'zod';
import { ConsentNewsRepository } from './consent-news.repository.js';

const withdrawn = z.strictObject({ subjectId: z.uuid(), purpose: z.string().min(1).max(100), recipient: z.string().max(100).nullable().default(null), epoch: z.number().int().positive() });

/** The first road of a withdrawal: consent waits for this answer before it tells the person that it is effective. */
@Controller('/internal/consents')
export class InternalConsentsController {
  constructor(@Inject(ConsentNewsRepository) private readonly news: ConsentNewsRepository) {}

  @Post('withdrawn')
  @HttpCode(204)
  @Internal('consent')
  async withdrawn(@Input() input: RequestInput): Promise<void> {
    await this.news.apply({ ...input.body(withdrawn), state: 'withdrawn' });
  }
}
