// The peer of G1: Fastify and a response schema, nothing else.
import Fastify from 'fastify';
import { objects, responseSchema } from './example-rows.mjs';

const app = Fastify();
app.get('/list', { schema: { response: responseSchema } }, async () => ({ items: objects, nextCursor: null }));
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ url: `http://127.0.0.1:${app.server.address().port}/list?limit=20` }));
