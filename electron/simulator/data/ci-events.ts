import { type EventBuilder,member } from './event-context';
import { address } from './people';
import { hexText } from './random';

const THREATS = ['NO_DETECTIONS', 'NO_DETECTIONS', 'NO_DETECTIONS', 'MALWARE', 'SPAM', 'POLICIES_DISABLED', 'UNTRUSTWORTHY'] as const;
const STATES = ['DELIVERED', 'DELIVERED', 'DELIVERY_IN_PROGRESS', 'BLOCKED'] as const;
const RESULTS = ['pass', 'pass', 'fail', 'none'] as const;
const ALIGNED = ['true', 'false', 'null'] as const;

/** Entities: the message summary. Unlike Cloud Gateway lines it uses real arrays and booleans (API.md §2.7). */
const entities: EventBuilder = ({ draws, message }) => {
  const threat = draws.pick(THREATS);
  const tags = threat === 'MALWARE' || threat === 'SPAM' || threat === 'UNTRUSTWORTHY' ? `["${threat}"]` : draws.chance(0.5) ? '[]' : 'null';
  const attachments = message.attachments === undefined ? '[]' : `[${message.attachments.json}]`;
  const policies = draws.chance(0.7)
    ? `[{"name":"Default policy","mode":"ENFORCE","action":${threat === 'MALWARE' ? '"BLOCK"' : draws.chance(0.5) ? '"DO_NOTHING"' : 'null'}}]`
    : '[]';
  const members =
    `"attachments":${attachments},"subject":${message.subjectJson},"senderEnvelope":${message.sender.json},"senderHeader":${message.sender.json},` +
    member('senderIp', message.senderIp) + `"recipients":[${message.recipient.json}],` + member('messageId', message.messageId) +
    member('direction', message.direction.toUpperCase()) + `"source":"OFFICE_365_MAIL","historicalMail":${draws.chance(0.1)},"tags":${tags},` +
    `"threatType":"${threat}","threatState":"${draws.pick(STATES)}","policiesApplied":${policies},`;
  return { members, subtype: threat };
};

const mailflow: EventBuilder = ({ draws, message }) => {
  const results = ['SPF', 'DKIM', 'DMARC'].map((type) => `{"type":"${type}","result":"${draws.pick(RESULTS)}","aligned":${draws.pick(ALIGNED)}}`);
  return { members: `${member('messageId', message.messageId)}"authResults":[${results.join(',')}],`, subtype: null };
};

const urlclick: EventBuilder = ({ draws }) => {
  const target = `http://click.example.org/${hexText(draws, 2)}`;
  const members =
    member('action', draws.pick(['BLOCK', 'BLOCK', 'WARN'])) + member('originalUrl', target) +
    member('redirectUrl', `${target}/final`) + member('sourceIp', address(draws, false));
  return { members, subtype: null };
};

export const ciBuilders: Readonly<Record<string, EventBuilder>> = { entities, mailflow, urlclick };
