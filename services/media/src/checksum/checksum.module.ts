import { type DynamicModule, Module } from '@nestjs/common';
import { jobGraceMs, JobsModule } from '@practika/jobs';
import { ObjectStore } from '@practika/object-store';
import { AssetRepository } from '../assets/asset.repository.js';
import { FfprobeMediaProbe } from '../container/ffprobe.media-probe.js';
import { MediaProbe } from '../container/media-probe.js';
import { StepModule } from '../workers/step.module.js';
import { TidyUpService } from '../workers/tidy-up.service.js';
import type { ChecksumConfig } from '../workers/workers.config.js';
import { ChecksumProcessor } from './checksum.processor.js';
import { ChecksumService } from './checksum.service.js';

@Module({})
export class ChecksumModule {
  static forRoot(config: ChecksumConfig): DynamicModule {
    return {
      module: ChecksumModule,
      imports: [StepModule.forRoot('checksum', config), JobsModule.forWorker({ redisUrl: config.redisQueueUrl, queues: ['media-checksum'], processors: [ChecksumProcessor], graceMs: jobGraceMs(config.shutdownGraceSeconds) })],
      providers: [
        ChecksumProcessor,
        { provide: TidyUpService, useFactory: () => new TidyUpService(config.workRoot) },
        { provide: MediaProbe, useFactory: () => new FfprobeMediaProbe(config.ffprobe) },
        {
          provide: ChecksumService, inject: [AssetRepository, ObjectStore, MediaProbe],
          useFactory: (assets: AssetRepository, store: ObjectStore, probe: MediaProbe) => new ChecksumService(assets, store, probe, config.workRoot),
        },
      ],
    };
  }
}
