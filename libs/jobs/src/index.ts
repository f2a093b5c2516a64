export { backoffDelay } from './backoff.js';
export { ChecksumJob, DeleteJob, MailJob, ProcessJob, ScanJob, type AssetStep, type Deletion, type Mail } from './contracts.js';
export type { JobContract, JobData } from './job-contract.js';
export { JobProcessor, JobTimeoutError, PermanentJobError, WorkerStopping, type JobRun } from './job-processor.js';
export { JobQueues, type JobToAdd } from './job-queues.js';
export { jobGraceMs, JobsModule, type JobsOptions } from './jobs.module.js';
export { QUEUE_POLICIES, QUEUES, type QueueName, type QueuePolicy } from './queue-policies.js';
export { QueueWorker, type QueueDepth, type QueueWorkerOptions } from './queue-worker.js';
