import { fraction, hashText } from './data/random';
import { type Endpoint, type FaultName, type FaultRule,FAULTS, parseFaultRules } from './faults';

type RuleState = { readonly rule: FaultRule; readonly index: number; seen: number; fired: number };

/** Decides for every occasion whether a rule acts. Occasions are counted only where the fault could act. */
export class FaultEngine {
  private states: RuleState[] = [];

  constructor(rules: readonly FaultRule[]) {
    this.set(rules);
  }

  /** Replaces all rules; their counters begin anew. Throws TypeError for a rule that cannot act. */
  set(rules: readonly FaultRule[]): void {
    this.states = parseFaultRules(rules).map((rule, index) => ({ rule, index, seen: 0, fired: 0 }));
  }

  /** The rule that acts on this occasion, or undefined. `subject` is the object name where the occasion is a file. */
  hit(fault: FaultName, endpoint: Endpoint, subject?: string): FaultRule | undefined {
    for (const state of this.states) {
      if (!this.applies(state.rule, fault, endpoint, subject)) continue;
      state.seen += 1;
      if (state.seen <= (state.rule.after ?? 0)) continue;
      if (state.fired >= (state.rule.times ?? Infinity)) continue;
      if (!this.drawn(state, subject)) continue;
      state.fired += 1;
      return state.rule;
    }
    return undefined;
  }

  /** A rule that holds as long as it exists, whatever the counters say. */
  standing(fault: FaultName, endpoint: Endpoint): FaultRule | undefined {
    return this.states.find(({ rule }) => this.applies(rule, fault, endpoint, undefined))?.rule;
  }

  /** Does a rule that never ends keep the file from arriving whole? */
  permanentlyDamages(objectName: string): boolean {
    return this.states.some((state) => {
      const { rule } = state;
      const permanent = keepsFileBack(rule.fault) && rule.times === undefined;
      return permanent && this.applies(rule, rule.fault, 'siem.file', objectName) && this.drawn(state, objectName);
    });
  }

  private applies(rule: FaultRule, fault: FaultName, endpoint: Endpoint, subject: string | undefined): boolean {
    const places: readonly Endpoint[] = rule.on === undefined ? FAULTS[fault].on : [rule.on];
    return rule.fault === fault && places.includes(endpoint) && (rule.match === undefined || subject === undefined || subject.includes(rule.match));
  }

  private drawn(state: RuleState, subject: string | undefined): boolean {
    const { probability, seed = 1, times } = state.rule;
    if (probability === undefined) return true;
    // A file without a limit is decided by its name: a damaged object stays damaged however often it is asked for.
    const index = subject !== undefined && times === undefined ? hashText(subject) : state.seen;
    return fraction(seed, 0xfa + state.index, index) < probability;
  }
}

/** Does the fault, acting on a download, keep the file from arriving whole? */
export function keepsFileBack(fault: FaultName): boolean {
  const { stage } = FAULTS[fault];
  return stage === 'damage' || stage === 'refusal' || fault === 'resetMidBody';
}

/** The engine as one call sees it; remembers what acted, for the request log. */
export class FaultScope {
  readonly acted: FaultName[] = [];

  constructor(
    private readonly engine: FaultEngine,
    readonly endpoint: Endpoint,
    private readonly subject?: string,
  ) {}

  /** As `FaultEngine.hit`, on the call's own endpoint and object unless others are named. */
  hit(fault: FaultName, subject = this.subject, endpoint: Endpoint = this.endpoint): FaultRule | undefined {
    const rule = this.engine.hit(fault, endpoint, subject);
    if (rule !== undefined) this.acted.push(fault);
    return rule;
  }

  standing(fault: FaultName, endpoint: Endpoint = this.endpoint): FaultRule | undefined {
    return this.engine.standing(fault, endpoint);
  }
}
