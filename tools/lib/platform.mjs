// The whole platform on one machine: backends, databases, buckets, processes, gateway. `npm start` and the end-to-end
// tests run this same code.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startBackends } from './backends/index.mjs';
import { ensureDatabases } from './databases.mjs';
import { startGateway } from './gateway.mjs';
import { endLeftovers, Ledger, writeJson } from './ledger.mjs';
import { nodeBinary, ROOT, SERVICES, stateFolder } from './paths.mjs';
import { freePort } from './ports.mjs';
import { run } from './proc.mjs';
import { commandOf, environments, PORTS, PROCESS_NAMES } from './processes.mjs';
import { s3Accounts } from './s3-accounts.mjs';
import { Secrets } from './secrets.mjs';
import { step, UserError } from './say.mjs';
import { Supervised } from './supervisor.mjs';
import { sleep } from './wait.mjs';

const LAST_WORDS = 6;

export class Platform {
  #stopping = null;
  #starting = null;

  /** @param {{ base: string, profile: 'development' | 'test', fixedPorts: boolean, gatewayPort?: number, webPort?: number | null, durable: boolean, fetchSignatures: boolean, quiet?: boolean }} options */
  constructor(options) {
    this.options = options;
    this.state = stateFolder(options.base);
    this.processes = new Map();
    this.backends = null;
    this.gateway = null;
  }

  async start() {
    const { state, options } = this;
    mkdirSync(state.base, { recursive: true, mode: 0o711 });
    for (const folder of [state.logs, state.run]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const ended = await endLeftovers(state.run);
    if (ended.length > 0) step(`ended what an earlier run left behind: ${ended.join(', ')}`);
    this.secrets = new Secrets(state.secrets);
    this.ledger = new Ledger(state.run);
    this.#starting = startBackends({
      state, secrets: this.secrets, ledger: this.ledger, durable: options.durable, fetchSignatures: options.fetchSignatures,
      ports: options.fixedPorts ? undefined : { postgres: null, 'redis-cache': null, 'redis-queue': null, clamd: null, s3: null, smtp: null, mailWeb: null },
    });
    this.backends = await this.#starting;
    this.databases = await ensureDatabases(this.backends.urls.postgres, this.secrets);
    this.s3Keys = await s3Accounts(this.backends.s3, this.secrets);
    this.ports = await choosePorts(options);
    this.origin = `http://localhost:${this.ports.gateway}`;
    this.s3PublicEndpoint = this.backends.s3.publicEndpoint ?? `http://localhost:${this.backends.s3.port}`;
    this.env = environments({
      profile: options.profile, origin: this.origin, ports: this.ports, secrets: this.secrets, databases: this.databases,
      backends: this.backends, s3Keys: this.s3Keys, s3PublicEndpoint: this.s3PublicEndpoint,
    });
    await this.#prepare();
    await this.#launch();
    this.#record();
    writeJson(this.state.address, { origin: this.origin, inbox: this.backends.urls.inbox, mailbox: this.backends.urls.mailWeb, s3: this.s3PublicEndpoint });
  }

  /** Migrations and buckets: once per start, before anything runs that counts on them. */
  async #prepare() {
    step('databases: migrations of auth, exercises, media, consent');
    await Promise.all(SERVICES.map((service) => this.command(service, 'migrate', this.env.migration(service))));
    step('buckets: uploads, media, quarantine, and what each identity may do there');
    await this.command('media', 'buckets', this.env.buckets());
  }

  /** Runs one of a service's own commands to its end; gives what it printed. */
  async command(service, name, env, { args = [], input } = {}) {
    const cwd = join(ROOT, 'services', service);
    const entry = join('dist', `main.${name}.js`);
    if (!existsSync(join(cwd, entry))) throw new UserError(`services/${service}/${entry} is missing`, 'npm run build');
    const done = await run(nodeBinary(), [entry, ...args], { cwd, env, timeoutMs: 120_000, input });
    if (done.code !== 0) {
      const words = `${done.err}\n${done.out}`.trim().split('\n').slice(0, LAST_WORDS).join(' | ');
      throw new UserError(`${service}: the command ${name} failed (exit code ${done.code}): ${words}`);
    }
    return done.out;
  }

  async #launch() {
    for (const name of PROCESS_NAMES) {
      const { service, kind, ...command } = commandOf(name);
      const readyUrl = kind === 'api' ? `http://127.0.0.1:${this.ports.internal[service]}/readyz` : `http://127.0.0.1:${this.ports.metricsOf[name]}/readyz`;
      this.processes.set(name, new Supervised({
        name, ...command, readyUrl, env: this.env.service(service, kind), logs: this.state.logs, ledger: this.ledger, quiet: this.options.quiet, onChange: () => this.#record(),
      }));
    }
    this.gateway = await startGateway({ port: this.ports.gateway, upstreams: { ...this.ports.public, web: this.options.webPort ?? this.ports.public.web } })
      .catch((error) => { throw error.code === 'EADDRINUSE' ? new UserError(`Port ${this.ports.gateway} is taken by another program`, `npm start -- --port ${this.ports.gateway + 1}`) : error; });
    step(`starting ${this.processes.size} processes: ${[...this.processes.keys()].join(', ')}`);
    // Each gets the machine for a moment: twelve at once on two cores only make the slowest slower.
    const waiting = [...this.processes.values()];
    const failed = [];
    await Promise.all([0, 1, 2, 3].map(async () => {
      for (let next = waiting.shift(); next && failed.length === 0; next = waiting.shift()) {
        await next.start().catch((error) => failed.push(error));
      }
    }));
    if (failed.length > 0) throw failed[0];
    step('every process says that it is ready');
  }

  pids() {
    const backends = Object.values(this.backends?.all ?? {}).map((backend) => [backend.name, backend.pid()]);
    return Object.fromEntries([...[...this.processes].map(([name, p]) => [name, p.pid()]), ...backends]);
  }

  #record() {
    if (this.#stopping) return;
    writeJson(this.state.pids, this.pids());
  }

  /** Sends a signal to a process or a backend. Killed ones stay away until `startAgain`. */
  async kill(name, signal) {
    const target = this.processes.get(name) ?? this.backends.all[name];
    if (!target) throw new UserError(`There is no ${name}`);
    const sent = await target.kill(signal);
    this.#record();
    return sent;
  }

  async startAgain(name) {
    const target = this.processes.get(name) ?? this.backends.all[name];
    if (!target) throw new UserError(`There is no ${name}`);
    await target.start();
    this.#record();
  }

  /** Processes first, then backends; each is asked and given time. Safe to call twice. */
  stop() {
    this.#stopping ??= (async () => {
      await this.gateway?.close();
      const alive = [...this.processes.values()];
      // The front first, so that nothing new comes in while workers put down what they hold.
      await Promise.all(alive.filter((p) => p.name.endsWith('-api')).map((p) => p.stop()));
      await Promise.all(alive.filter((p) => !p.name.endsWith('-api')).map((p) => p.stop(30_000)));
      // Asked to stop while backends were still starting: containers would stay behind without this.
      await Promise.race([this.#starting?.then((started) => { this.backends = started; }, () => {}), sleep(30_000)]);
      await this.backends?.stop();
    })();
    return this.#stopping;
  }

  abandon() {
    for (const process_ of this.processes.values()) process_.abandon();
    for (const backend of Object.values(this.backends?.all ?? {})) backend.kill('SIGKILL');
  }
}

async function choosePorts({ fixedPorts, gatewayPort }) {
  // Nobody but us knows these ports: a taken one is replaced without a word.
  const want = (port) => freePort(fixedPorts ? port : undefined);
  const group = async (ports) => {
    const chosen = {};
    for (const [service, port] of Object.entries(ports)) chosen[service] = await want(port);
    return chosen;
  };
  const ports = { public: await group(PORTS.public), internal: await group(PORTS.internal), metricsOf: {} };
  for (const [i, name] of PROCESS_NAMES.entries()) ports.metricsOf[name] = await want(PORTS.metrics + i);
  // The gateway's port is the address that people know: it is never replaced silently.
  ports.gateway = fixedPorts ? (gatewayPort ?? PORTS.gateway) : await freePort();
  return ports;
}
