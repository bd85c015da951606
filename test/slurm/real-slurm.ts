// A real Slurm on this machine alone, for tests: munged, slurmctld and slurmd of their own, on ports of their own, in a
// temporary folder. Four cores are claimed, whatever there are, so that four nodes run at a time. Only for root, whom the
// daemons want.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why there can be none here; undefined where there can. */
export function whyNoSlurm(): string | undefined {
  if (process.platform !== 'linux') return 'no Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const missing = ['slurmctld', 'slurmd', 'munged', 'sbatch'].filter((name) => spawnSync('which', [name]).status !== 0);
  return missing.length > 0 ? `no ${missing.join(', ')} (Debian: slurm-wlm and munge)` : undefined;
}

export interface SlurmSettings {
  /** `MaxArraySize` */
  readonly arraySize?: number;
  /** How long jobs that are over are remembered [s]. */
  readonly remembers?: number;
}

export class RealSlurm {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slurm-'));
  /** Whether memory is watched by the kernel; else by slurmd, which looks each second. */
  readonly cgroups = canConstrain();

  static async start(settings: SlurmSettings = {}): Promise<RealSlurm> {
    const slurm = new RealSlurm();
    await slurm.#write(settings);
    slurm.#munge();
    slurm.startController();
    slurm.startDaemon();
    for (let tries = 0; !/idle/.test(slurm.ask('sinfo', '--noheader', '--format=%T')); tries++) {
      if (tries > 100) throw new Error(`Slurm did not start: see ${slurm.folder}/log`);
      await sleep(200);
    }
    return slurm;
  }

  get environment(): Record<string, string> {
    return { SLURM_CONF: this.#file('slurm.conf'), JETDEMON_SLURM_SECONDS: '1' };
  }

  /** What a command of Slurm prints; empty where it fails. */
  ask(command: string, ...args: readonly string[]): string {
    const { stdout } = spawnSync(command, [...args], {
      env: { ...process.env, ...this.environment },
      encoding: 'utf8',
    });
    return stdout;
  }

  startController(): void {
    execFileSync('slurmctld', [], { env: { ...process.env, ...this.environment } });
  }

  /** A controller that was killed may hold jobs for running that ended since: it then takes the machine out of service. */
  resume(): void {
    this.ask('scontrol', 'update', `nodename=${os.hostname().split('.')[0]}`, 'state=resume');
  }

  startDaemon(): void {
    execFileSync('slurmd', [], { env: { ...process.env, ...this.environment } });
  }

  kill(which: 'slurmctld' | 'slurmd' | 'munged', signal: NodeJS.Signals): void {
    const file = this.#file(`${which}.pid`);
    if (!fs.existsSync(file)) return;
    try {
      process.kill(Number(fs.readFileSync(file, 'utf8')), signal);
    } catch {
      // gone
    }
  }

  async stop(): Promise<void> {
    this.ask('scancel', '--user=root');
    await sleep(500);
    for (const which of ['slurmd', 'slurmctld', 'munged'] as const) this.kill(which, 'SIGTERM');
    await sleep(500);
    for (const which of ['slurmd', 'slurmctld', 'munged'] as const) this.kill(which, 'SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #file(name: string): string {
    return path.join(this.folder, name);
  }

  #munge(): void {
    fs.chmodSync(this.folder, 0o755);
    fs.mkdirSync(this.#file('munge'), { mode: 0o700 });
    fs.writeFileSync(this.#file('munge/key'), randomBytes(1024), { mode: 0o400 });
    const files = { key: 'munge/key', socket: 'munge.socket', pid: 'munged.pid', log: 'munge/log', seed: 'munge/seed' };
    execFileSync(
      'munged',
      [
        ...['--force', `--socket=${this.#file(files.socket)}`],
        ...(['key', 'pid', 'log', 'seed'] as const).map((name) => `--${name}-file=${this.#file(files[name])}`),
      ],
      { stdio: 'ignore' },
    );
  }

  async #write({ arraySize = 1001, remembers = 300 }: SlurmSettings): Promise<void> {
    for (const name of ['state', 'spool', 'log']) fs.mkdirSync(this.#file(name));
    const [host] = os.hostname().split('.');
    const [controller, daemon] = [await freePort(), await freePort()];
    const conf = {
      ClusterName: 'toy',
      SlurmctldHost: `${host}(127.0.0.1)`,
      SlurmctldPort: controller,
      SlurmdPort: daemon,
      AuthType: 'auth/munge',
      // a job that is begun again waits for as long as its credential held: two minutes by default
      AuthInfo: `socket=${this.#file('munge.socket')},cred_expire=20`,
      SlurmUser: 'root',
      SlurmdUser: 'root',
      StateSaveLocation: this.#file('state'),
      SlurmdSpoolDir: this.#file('spool'),
      SlurmctldPidFile: this.#file('slurmctld.pid'),
      SlurmdPidFile: this.#file('slurmd.pid'),
      SlurmctldLogFile: this.#file('log/slurmctld.log'),
      SlurmdLogFile: this.#file('log/slurmd.log'),
      // the default wants cgroups, and the first job fails in a container
      ProctrackType: 'proctrack/linuxproc',
      TaskPlugin: this.cgroups ? 'task/cgroup' : 'task/none',
      JobAcctGatherType: 'jobacct_gather/linux',
      JobAcctGatherFrequency: 1,
      ...(this.cgroups ? {} : { JobAcctGatherParams: 'OverMemoryKill' }),
      SelectType: 'select/cons_tres',
      SelectTypeParameters: 'CR_CPU_Memory',
      SlurmdParameters: 'config_overrides',
      SchedulerParameters: 'batch_sched_delay=0,sched_interval=1,bf_interval=1,sched_min_interval=0',
      MaxArraySize: arraySize,
      MinJobAge: remembers,
      KillWait: 3,
      SlurmdTimeout: 5,
      SlurmctldTimeout: 5,
      OverTimeLimit: 0,
      ReturnToService: 2,
      MpiDefault: 'none',
    };
    const lines = Object.entries(conf).map(([name, value]) => `${name}=${value}`);
    lines.push(`NodeName=${host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=64000 State=UNKNOWN`);
    lines.push(`PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP`);
    fs.writeFileSync(this.#file('slurm.conf'), `${lines.join('\n')}\n`);
    const limits = 'CgroupPlugin=cgroup/v1\nConstrainRAMSpace=yes\nConstrainSwapSpace=yes\nAllowedSwapSpace=0\n';
    if (this.cgroups) fs.writeFileSync(this.#file('cgroup.conf'), limits);
  }
}

/** Whether memory can be limited by cgroups of version 1 here. */
function canConstrain(): boolean {
  const folder = `/sys/fs/cgroup/memory/jetdemon-test-${process.pid}`;
  try {
    fs.mkdirSync(folder);
    fs.rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
