import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '@practika/database';
import { Caller, Input, Operation, Permit, RequestInput, StepUp } from '@practika/http';
import type { Principal } from '@practika/identity';
import { assetView, type AssetView } from '../assets/asset.dto.js';
import { refuseLeaving } from '../assets/leaving.js';
import { heldPage, type HeldView, quarantineQuery, releaseAnswer, review, type ReleaseAnswer } from './quarantine.dto.js';
import { QuarantineService } from './quarantine.service.js';

@ApiTags('quarantine')
@Controller('/api/media/v1/quarantine')
export class QuarantineController {
  constructor(@Inject(QuarantineService) private readonly quarantine: QuarantineService) {}

  @Get()
  @Permit('quarantine.review')
  @Operation({ summary: 'Videos in quarantine, newest first; what they are and why, never their bytes', query: quarantineQuery, answers: { 200: { description: 'A page of videos', schema: heldPage } }, problems: ['forbidden', 'validation-failed'] })
  list(@Input() input: RequestInput): Promise<Page<HeldView>> {
    return this.quarantine.list(input.query(quarantineQuery));
  }

  @Post(':assetId/release')
  @HttpCode(202)
  @Permit('quarantine.review')
  @StepUp()
  @Operation({
    summary: 'Approves a release; the second person sets off a new check and scan', body: review, answers: { 202: { description: 'The approvals so far', schema: releaseAnswer } },
    problems: ['forbidden', 'step-up-required', 'not-found', 'validation-failed', 'second-person-required', 'conflict'],
  })
  async release(@Caller() caller: Principal, @Input() input: RequestInput): Promise<ReleaseAnswer> {
    const asset = await this.quarantine.reviewable(caller, input.id('assetId'));
    const { reason } = input.body(review);
    refuseLeaving(caller);
    return this.quarantine.release(caller, asset, reason);
  }

  @Post(':assetId/reject')
  @HttpCode(200)
  @Permit('quarantine.review')
  @StepUp()
  @Operation({
    summary: 'Rejects a video for good', body: review, answers: { 200: { description: 'The video', schema: assetView } },
    problems: ['forbidden', 'step-up-required', 'not-found', 'validation-failed', 'conflict'],
  })
  async reject(@Caller() caller: Principal, @Input() input: RequestInput): Promise<AssetView> {
    const asset = await this.quarantine.reviewable(caller, input.id('assetId'));
    const { reason } = input.body(review);
    refuseLeaving(caller);
    return this.quarantine.reject(caller, asset, reason);
  }
}
