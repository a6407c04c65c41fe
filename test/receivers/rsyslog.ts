import type { ChildProcess } from 'node:child_process';

import { freePorts } from './free-ports';
import { programPath } from './programs';
import { SyslogProgram } from './syslog-program';

export type RsyslogPorts = { readonly tcp: number; readonly tls: number; readonly udp: number };

/** Longer than its default of 8 KiB, as whoever receives whole events must set it. */
const largestMessage = '4m';
/** Octet-counted frames above this are not understood; the default is 200,000. */
const largestFrame = 20_000_000;

/** A real rsyslogd: plain TCP, TLS (GnuTLS) and UDP inputs, every message as it came on a line of its own. */
export class Rsyslog extends SyslogProgram<RsyslogPorts> {
  protected override readonly name = 'rsyslogd';

  static async start(folder: string): Promise<Rsyslog> {
    const [tcp = 0, tls = 0, udp = 0] = await freePorts(3);
    const receiver = new Rsyslog(folder, { tcp, tls, udp });
    await receiver.begin();
    return receiver;
  }

  /** Every message in the file, once no more come. */
  received(): Promise<readonly string[]> {
    return this.lines();
  }

  protected override configuration(): readonly string[] {
    const { tcp, tls, udp } = this.ports;
    return [
      `global(workDirectory="${this.folder}" maxMessageSize="${largestMessage}"`,
      `  DefaultNetstreamDriver="gtls" DefaultNetstreamDriverCAFile="${this.caFile}" DefaultNetstreamDriverCertFile="${this.caFile}" DefaultNetstreamDriverKeyFile="${this.keyFile}")`,
      'module(load="imptcp")',
      'module(load="imudp")',
      'module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")',
      'template(name="asItCame" type="string" string="%rawmsg%\\n")',
      'ruleset(name="keep") {',
      `  action(type="omfile" file="${this.file}" template="asItCame" asyncWriting="off" flushOnTXEnd="on")`,
      '}',
      `input(type="imptcp" address="127.0.0.1" port="${tcp}" maxFrameSize="${largestFrame}" ruleset="keep")`,
      `input(type="imtcp" address="127.0.0.1" port="${tls}" maxFrameSize="${largestFrame}" ruleset="keep")`,
      `input(type="imudp" address="127.0.0.1" port="${udp}" ruleset="keep" rcvbufSize="4m")`,
      '',
    ];
  }

  protected override run(): ChildProcess {
    return this.spawn(programPath('rsyslogd', 'rsyslog rsyslog-gnutls'), ['-n', '-f', this.configFile, '-i', this.place('pid')]);
  }
}
