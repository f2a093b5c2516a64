import { Inject, Injectable } from '@nestjs/common';
import { DeleteJob, JobProcessor, type Deletion, type JobRun } from '@practika/jobs';
import { DeletionService } from './deletion.service.js';

@Injectable()
export class DeletionProcessor extends JobProcessor<Deletion> {
  readonly contract = DeleteJob;

  constructor(@Inject(DeletionService) private readonly service: DeletionService) {
    super();
  }

  handle({ assetId, attempt, what }: Deletion, run: JobRun): Promise<void> {
    return this.service.delete(assetId, attempt, what, run.signal);
  }
}
