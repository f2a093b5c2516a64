// A database per service, with a role that owns the tables and a role that works with rows.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, SERVICES } from './paths.mjs';

const quote = (identifier) => `"${identifier.replaceAll('"', '""')}"`;

async function withClient(url, work) {
  const { default: pg } = await import(createRequire(join(ROOT, 'package.json')).resolve('pg'));
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client, role, password) {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  // Passwords are made of letters and digits: no quoting is needed, and none is possible with parameters here.
  if (!/^[A-Za-z0-9]+$/.test(password)) throw new Error('a generated password has unexpected characters');
  await client.query(`${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${quote(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${password}'`);
}

/** Makes what is missing. Gives, by service, the URLs of its owner and its runtime role. */
export async function ensureDatabases(adminUrl, secrets) {
  const urls = {};
  await withClient(adminUrl, async (client) => {
    for (const service of SERVICES) {
      const owner = { role: `${service}_owner`, password: secrets.get(`db-${service}-owner`) };
      const runtime = { role: `${service}_runtime`, password: secrets.get(`db-${service}-runtime`) };
      await ensureRole(client, owner.role, owner.password);
      await ensureRole(client, runtime.role, runtime.password);
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [service]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${quote(service)} OWNER ${quote(owner.role)}`);
      await client.query(`REVOKE ALL ON DATABASE ${quote(service)} FROM PUBLIC`);
      await client.query(`GRANT CONNECT ON DATABASE ${quote(service)} TO ${quote(runtime.role)}`);
      const url = ({ role, password }) => {
        const at = new URL(adminUrl);
        at.username = role;
        at.password = password;
        at.pathname = `/${service}`;
        return at.href;
      };
      urls[service] = { owner: url(owner), runtime: url(runtime), runtimeRole: runtime.role };
    }
  });
  return urls;
}
