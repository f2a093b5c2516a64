export { backends, type Backends } from './backends.config.js';
export { contractGaps, type ContractRoute } from './contract-routes.js';
export { eventually } from './eventually.js';
export { Listener, type HeardEvent } from './listener.js';
export { TestClient, type TestAnswer } from './http-client.js';
export { newServiceKey } from './service-keys.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { OwnRedis } from './own-redis.js';
