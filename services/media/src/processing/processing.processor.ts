import { Inject, Injectable } from '@nestjs/common';
import { ProcessJob, JobProcessor, type AssetStep, type JobRun } from '@practika/jobs';
import { ProcessingService } from './processing.service.js';

@Injectable()
export class ProcessingProcessor extends JobProcessor<AssetStep> {
  readonly contract = ProcessJob;

  constructor(@Inject(ProcessingService) private readonly service: ProcessingService) {
    super();
  }

  handle({ assetId, attempt }: AssetStep, run: JobRun): Promise<void> {
    return this.service.process(assetId, attempt, run.signal);
  }
}
