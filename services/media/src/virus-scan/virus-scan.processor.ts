import { Inject, Injectable } from '@nestjs/common';
import { ScanJob, JobProcessor, type AssetStep, type JobRun } from '@practika/jobs';
import { VirusScanService } from './virus-scan.service.js';

@Injectable()
export class VirusScanProcessor extends JobProcessor<AssetStep> {
  readonly contract = ScanJob;

  constructor(@Inject(VirusScanService) private readonly service: VirusScanService) {
    super();
  }

  handle({ assetId, attempt }: AssetStep, run: JobRun): Promise<void> {
    return this.service.scan(assetId, attempt, run.signal);
  }
}
