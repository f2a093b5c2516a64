import { Inject, Injectable } from '@nestjs/common';
import { ChecksumJob, JobProcessor, type AssetStep, type JobRun } from '@practika/jobs';
import { ChecksumService } from './checksum.service.js';

@Injectable()
export class ChecksumProcessor extends JobProcessor<AssetStep> {
  readonly contract = ChecksumJob;

  constructor(@Inject(ChecksumService) private readonly service: ChecksumService) {
    super();
  }

  handle({ assetId, attempt }: AssetStep, run: JobRun): Promise<void> {
    return this.service.check(assetId, attempt, run.signal);
  }
}
