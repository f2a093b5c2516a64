import type { JobProcessor } from './job-processor.js';
import type { QueueName } from './queue-policies.js';

/** @throws when a queue of this process has no processor or two, or a processor works on a queue that is not its own */
export function assertOneProcessorEach(queues: readonly QueueName[], processors: readonly Pick<JobProcessor<unknown>, 'contract'>[]): void {
  for (const { contract } of processors) {
    if (!queues.includes(contract.queue)) throw new Error(`a processor for queue ${contract.queue} is registered in a process that does not work on it`);
  }
  for (const queue of queues) {
    const mine = processors.filter((p) => p.contract.queue === queue);
    if (mine.length !== 1) throw new Error(`queue ${queue} has ${mine.length} processors; it needs exactly one`);
  }
}
