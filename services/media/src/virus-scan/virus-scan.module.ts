import { type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { jobGraceMs, JobsModule } from '@practika/jobs';
import { ObjectStore } from '@practika/object-store';
import { AssetRepository } from '../assets/asset.repository.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { MAX_UPLOAD_BYTES } from '../uploads/uploads.constants.js';
import { StepModule } from '../workers/step.module.js';
import type { ScanConfig } from '../workers/workers.config.js';
import { ClamdVirusScanner } from './clamd.virus-scanner.js';
import { ScannerGate } from './scanner-gate.js';
import { measureScanner } from './scanner-metrics.js';
import { SignaturePolicy } from './signature-policy.js';
import { VirusScanProcessor } from './virus-scan.processor.js';
import { VirusScanService } from './virus-scan.service.js';
import { VirusScanner } from './virus-scanner.js';

/** Tests the scanner before the first video comes, so that a wrong limit is in the log when the process starts. */
@Injectable()
class EarlySelfTest implements OnApplicationBootstrap {
  constructor(@Inject(ScannerGate) private readonly scannerGate: ScannerGate, @Inject(VirusScanner) private readonly scanner: VirusScanner) {}

  onApplicationBootstrap(): void {
    measureScanner(this.scanner, this.scannerGate);
    void this.scannerGate.pass();
  }
}

@Module({})
export class VirusScanModule {
  static forRoot(config: ScanConfig): DynamicModule {
    return {
      module: VirusScanModule,
      imports: [StepModule.forRoot('scan', config), JobsModule.forWorker({ redisUrl: config.redisQueueUrl, queues: ['media-scan'], processors: [VirusScanProcessor], graceMs: jobGraceMs(config.shutdownGraceSeconds) })],
      providers: [
        VirusScanProcessor,
        EarlySelfTest,
        { provide: VirusScanner, useFactory: () => new ClamdVirusScanner(config.clamd) },
        { provide: ScannerGate, inject: [VirusScanner], useFactory: (scanner: VirusScanner) => new ScannerGate(scanner, MAX_UPLOAD_BYTES) },
        { provide: SignaturePolicy, useFactory: () => new SignaturePolicy(config.signatureMaxAgeHours, config.undatedSignaturesAllowed) },
        { provide: PromotionService, inject: [ObjectStore], useFactory: (store: ObjectStore) => new PromotionService(store, config.buckets) },
        {
          provide: VirusScanService, inject: [AssetRepository, ObjectStore, VirusScanner, ScannerGate, SignaturePolicy, PromotionService],
          useFactory: (...parts: ConstructorParameters<typeof VirusScanService>) => new VirusScanService(...parts),
        },
      ],
    };
  }
}
