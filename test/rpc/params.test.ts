/** Parameters: order of checks and words of Core Lightning v24.11, by position and by name. */
import * as assert from 'uvu/assert';
import { commandRegistry } from '../../src/rpc/command.ts';
import { COMMANDS } from '../../src/rpc/commands/index.ts';
import { parseTokens } from '../../src/rpc/json-token.ts';
import { canonicalInvstring, countU64, parseAmountMsat, parseUnsigned } from '../../src/rpc/param-types.ts';
import { suite } from '../support/suite.ts';

const REGISTRY = commandRegistry(COMMANDS);
const test = suite('rpc parameters');

const A = '022d223620a359a47ff7f7ac447c85c46c923da53389221a0054c11c1e3ca31d59';
const HASH = '60ec9bb7299d85e0cdd35d4058fabd7cb6bdc9b788c6efde44427e9bb9234e13';
const HOP = `{"id":"${A}","channel":"102x1x0","direction":1,"amount_msat":1000,"delay":9,"style":"tlv"}`;
const PATH_HOP = (cltv: number): string =>
  `{"short_channel_id_dir":"102x1x0/1","node_id_out":"${A}","amount_out_msat":1000,"cltv_out":${cltv}}`;
/** A packet of so many bytes that begins as an onion does. */
const ONION = (bytes: number): string => `00${A}`.padEnd(2 * bytes, '0');
const FIRST_HOP = (delay: number): string => `{"id":"${A}","amount_msat":1,"delay":${delay}}`;

/** The refusal `check` gives, or undefined if the parameters are accepted. `params` is JSON text as a client sends it. */
function refusalOf(command: string, params: string): string | undefined {
  return REGISTRY.get(command)?.check(parseTokens(params, 64))?.message;
}

const ADVICE =
  'this may be caused by a failure to autodetect key=value-style parameters. ' +
  'Please try using the -k flag and explicit key=value pairs of parameters.';

const REFUSED: readonly (readonly [command: string, params: string, message: string])[] = [
  ['getroute', '[]', 'missing required parameter: id'],
  ['getroute', '{"amount_msat":1000,"riskfactor":1}', 'missing required parameter: id'],
  ['getroute', `{"id":"${A}","riskfactor":1}`, 'missing required parameter: amount_msat'],
  ['getroute', `{"id":"${A}","amount_msat":1,"riskfactor":1,"bogus":3}`, `unknown parameter: bogus, ${ADVICE}`],
  ['getroute', `["${A}",1,1,9,"${A}",5,[],20,1,2]`, 'too many parameters: got 10, expected 8'],
  ['getroute', `{"id":"${A}","id":"${A}"}`, 'duplicate json names: id'],
  ['getroute', '{"id":"zz"}', `id: should be a node id: invalid token '"zz"'`],
  ['getroute', `{"id":"02${'00'.repeat(32)}"}`, `id: should be a node id: invalid token '"02${'00'.repeat(32)}"'`],
  ['getroute', '{"amount_msat":-1}', "amount_msat: should be a millisatoshi amount: invalid token '-1'"],
  ['getroute', '{"amount_msat":null}', "amount_msat: should be a millisatoshi amount: invalid token 'null'"],
  ['getroute', '{"amount_msat":[ 1 ]}', "amount_msat: should be a millisatoshi amount: invalid token '[ 1 ]'"],
  [
    'getroute',
    '{"amount_msat":18446744073709551616}',
    "amount_msat: should be a millisatoshi amount: invalid token '18446744073709551616'",
  ],
  ['getroute', `{"exclude":"x"}`, 'Exclude array exclude ("x") is not an array'],
  ['getroute', `{"exclude":["x"]}`, `exclude: should be short_channel_id_dir or node_id: invalid token '"x"'`],
  ['getroute', `{"msatoshi":5,"amount_msat":6}`, 'missing required parameter: id'],
  ['getroute', `{"msatoshi":"x"}`, `msatoshi: should be a millisatoshi amount: invalid token '"x"'`],
  ['getroute', `{"msatoshi":5,"msatoshi":5,"amount_msat":6}`, 'duplicate json names: msatoshi'],
  ['getroute', '{"riskfactor":-1}', "riskfactor: should be a non-negative floating-point number: invalid token '-1'"],
  ['getinfo', '[1]', 'too many parameters: got 1, expected 0'],
  ['sendpay', '5', 'Expected array or object for params'],
  ['sendpay', '{}', 'missing required parameter: route'],
  ['sendpay', '{"route":"x"}', 'route must be an array'],
  ['sendpay', '{"route":[5]}', 'Expected array or object for params'],
  ['sendpay', '{"route":[null]}', 'Expected array or object for params'],
  ['sendpay', '{"route":[[]]}', 'missing required parameter: amount_msat'],
  ['sendpay', '{"route":[[1]]}', 'missing required parameter: id'],
  ['sendpay', `{"route":[[1,"${A}"]]}`, 'missing required parameter: delay'],
  ['sendpay', `{"route":[[1,"${A}",9]]}`, 'missing required parameter: channel'],
  [
    'sendpay',
    `{"route":[[1,"${A}",9,"1x1"]]}`,
    `channel: should be a short_channel_id of form NxNxN: invalid token '"1x1"'`,
  ],
  [
    'sendpay',
    `{"route":[[1,"${A}",9,"1x1x1",0,"legacy"]]}`,
    `style: should be 'tlv' ('legacy' not supported): invalid token '"legacy"'`,
  ],
  ['sendpay', `{"route":[{"direction":0,"bogus":1}]}`, `unknown parameter: bogus, ${ADVICE}`],
  ['sendpay', '{"payment_hash":"zz"}', `payment_hash: should be a 32 byte hex value: invalid token '"zz"'`],
  ['sendpay', '{"partid":1.5}', "partid: should be an unsigned 64 bit integer: invalid token '1.5'"],
  ['sendpay', '{"label":5}', "label: should be a string (without \\u): invalid token '5'"],
  ['sendpay', '{"label":"\\u0041"}', `label: should be a string (without \\u): invalid token '"\\u0041"'`],
  ['sendpay', `["x"]`, 'route must be an array'],
  [
    'sendpay',
    `{"route":[{"delay":500000000}]}`,
    "delay: should be at most 499999999 blocks: invalid token '500000000'",
  ],
  ['sendpay', `{"route":[{"delay":4294967296}]}`, "delay: should be an integer: invalid token '4294967296'"],
  ['getroute', '{"cltv":500000000}', "cltv: should be at most 499999999 blocks: invalid token '500000000'"],
  ['invoice', '{"cltv":500000000}', "cltv: should be at most 499999999 blocks: invalid token '500000000'"],
  ['pay', '{"maxdelay":500000000}', "maxdelay: should be at most 499999999 blocks: invalid token '500000000'"],
  [
    'sendonion',
    `{"first_hop":{"id":"${A}","amount_msat":1,"delay":"500000000"}}`,
    `first_hop.delay: should be at most 499999999 blocks: invalid token '"500000000"'`,
  ],
  [
    'getroute',
    '{"riskfactor":18446744073710}',
    "riskfactor: should be a non-negative floating-point number: invalid token '18446744073710'",
  ],
  ['pay', '["x",null,"a\\ud800"]', `label: should be well-formed Unicode: invalid token '"a\\ud800"'`],
  [
    'listinvoices',
    '{"label":"\\uDC00\\uD800"}',
    `label: should be well-formed Unicode: invalid token '"\\uDC00\\uD800"'`,
  ],
  ['delinvoice', '{"label":"x\\udfff"}', `label: should be well-formed Unicode: invalid token '"x\\udfff"'`],
  [
    'decodepay',
    '{"bolt11":"x","description":"\\ud83d"}',
    `description: should be well-formed Unicode: invalid token '"\\ud83d"'`,
  ],
  ['sendpay', '{"route":[{"\\ud800":1}]}', `route: should be well-formed Unicode: invalid token '[{"\\ud800":1}]'`],
  ['sendpay', `[[],"${HASH}"]`, 'Self-payment requires amount_msat'],
  [
    'sendpay',
    `{"route":[],"payment_hash":"${HASH}","amount_msat":1,"partid":1}`,
    'Self-payment does not allow (non-zero) partid',
  ],
  ['sendpay', `{"route":[${HOP}],"payment_hash":"${HASH}","partid":1}`, 'Must specify msatoshi with partid'],
  [
    'sendpay',
    `{"route":[${HOP}],"payment_hash":"${HASH}","amount_msat":999}`,
    'Do not specify msatoshi (999msat) without partid: if you do, it must be exactly the final amount (1000msat)',
  ],
  [
    'sendpay',
    `{"route":[${HOP}],"payment_hash":"${HASH}","amount_msat":999,"partid":1}`,
    'Final amount 1000msat is greater than 999msat, despite MPP',
  ],
  [
    'sendpay',
    `{"route":[${HOP}],"payment_hash":"${HASH}","amount_msat":2000,"partid":1}`,
    'partid requires payment_secret',
  ],
  ['sendpay', `{"route":[${HOP}],"payment_hash":"${HASH}","msatoshi":499}`, 'msatoshi 499 out of range'],
  ['sendpay', `{"route":[${HOP}],"payment_hash":"${HASH}","msatoshi":1001}`, 'msatoshi 1001 out of range'],
  [
    'sendpay',
    `{"route":[${PATH_HOP(500000000)}],"payment_hash":"${HASH}"}`,
    'cltv_out: should be at most 499999999 blocks',
  ],
  ['waitsendpay', `["${HASH}",-1]`, "timeout: should be an integer: invalid token '-1'"],
  ['listsendpays', '{"status":"bogus"}', `status: should be an invoice status: invalid token '"bogus"'`],
  ['listsendpays', `{"bolt11":"x","payment_hash":"${HASH}"}`, 'Can only specify one of {bolt11} or {payment_hash}'],
  ['listsendpays', '{"start":1}', 'Can only specify {start} with {index}'],
  ['listsendpays', '{"limit":1}', 'Can only specify {limit} with {index}'],
  [
    'listsendpays',
    `{"index":"created","start":1,"payment_hash":"${HASH}"}`,
    'Cannot use start with bolt11 or payment_hash',
  ],
  ['listsendpays', '{"bolt11":"junk"}', 'Invalid invstring: invalid bech32 string'],
  ['delpay', `{"payment_hash":"${HASH}"}`, 'missing required parameter: status'],
  ['delpay', `["${HASH}","pending"]`, `status: Cannot delete pending status: invalid token '"pending"'`],
  ['delpay', `["${HASH}","failed",1]`, 'Must set both partid and groupid, or neither'],
  ['invoice', '{"amount_msat":0}', `amount_msat: should be positive msat or 'any': invalid token '0'`],
  ['invoice', '{"preimage":"zz"}', `preimage: should be 64 hex digits: invalid token '"zz"'`],
  ['invoice', '{"amount_msat":1,"description":"d"}', 'missing required parameter: label'],
  ['invoice', '{"label":[]}', "label: should be a string or number: invalid token '[]'"],
  ['createonion', '{"hops":"x"}', `hops: should be an array of hops: invalid token '"x"'`],
  ['createonion', '{"hops":[],"assocdata":""}', 'At least one hop must be specified.'],
  ['createonion', '{"hops":[{}]}', 'Hop 0 does not have a pubkey'],
  ['createonion', `{"hops":[{"pubkey":"${A}"}]}`, 'Hop 0 does not have a payload'],
  ['createonion', `{"hops":[{"pubkey":"${A}","payload":"zz"}]}`, `hops: should be hex: invalid token '"zz"'`],
  [
    'createonion',
    `{"hops":[{"pubkey":"${A}","payload":"0201"}],"assocdata":""}`,
    'hops[0] payload is not prefixed with length!',
  ],
  ['sendonion', '{"first_hop":{}}', "Either 'id' or 'channel' is required for a route_hop"],
  ['sendonion', '{"first_hop":{"channel":"1x1x1"}}', "'amount_msat' is required"],
  ['sendonion', '{"first_hop":{"channel":"1x1x1","amount_msat":1}}', "'delay' is required"],
  [
    'sendonion',
    `{"onion":"aabb","first_hop":{"id":"${A}","amount_msat":1,"delay":1},"payment_hash":"${HASH}"}`,
    'Could not parse the onion. Parsing failed with failcode=49156',
  ],
  [
    'sendonion',
    `{"onion":"${ONION(65)}","first_hop":${FIRST_HOP(1)},"payment_hash":"${HASH}"}`,
    'Could not parse the onion. Parsing failed with failcode=49157',
  ],
  ...[0, 500000000].map(
    (delay) =>
      [
        'sendonion',
        `{"first_hop":${FIRST_HOP(delay)}}`,
        delay === 0
          ? "first_hop: should be a positive, non-zero, number: invalid token '0'"
          : "first_hop.delay: should be at most 499999999 blocks: invalid token '500000000'",
      ] as const,
  ),
  ['sendonion', '{"shared_secrets":["zz"]}', `'shared_secrets[0]' should be a 32 byte hex value, not 'zz'`],
  ['decode', '["junk"]', `string: Bad bech32 string: invalid token '"junk"'`],
];

test('each refusal has the words of v24.11, and the first bad parameter as sent is the one named', () => {
  for (const [command, params, message] of REFUSED)
    assert.is(refusalOf(command, params), message, `${command} ${params}`);
});

const ACCEPTED: readonly (readonly [command: string, params: string])[] = [
  ['sendpay', `{"route":[${HOP}],"payment_hash":"${HASH.toUpperCase()}","msatoshi":500}`],
  ['sendpay', `{"route":[${HOP}],"payment_hash":"${HASH}","msatoshi":1000,"amount_msat":"1sat"}`],
  ['sendpay', `[[${HOP}],"${HASH}",null,null,null]`],
  ['sendpay', `[[[1000,"${A}",9,"102x1x0"]],"${HASH}","label"]`],
  [
    'sendpay',
    `{"route":[{"id":"${A}","channel":"1x1x1","msatoshi":5,"amount_msat":"5msat","delay":"0x09"}],"payment_hash":"${HASH}"}`,
  ],
  ['getroute', `["${A}","0.00000000001btc","1.5",null,null,null,["1x1x1/0","${A}"]]`],
  ['getroute', `{"id":"${A}","msatoshi":5,"riskfactor":0}`],
  ['getroute', `{"id":"${A}","msatoshi":5,"amount_msat":6,"riskfactor":18446744073709}`],
  [
    'sendpay',
    `{"route":[{"id":"${A}","channel":"1x1x1","msatoshi":"not read","amount_msat":5,"delay":499999999}],"payment_hash":"${HASH}"}`,
  ],
  ['sendpay', `{"route":[${HOP}],"payment_hash":"${HASH}","amount_msat":1000,"partid":1,"payment_secret":"${HASH}"}`],
  ['sendonion', `{"onion":"${ONION(66)}","first_hop":${FIRST_HOP(499999999)},"payment_hash":"${HASH}"}`],
  ['sendpay', `{"route":[${PATH_HOP(499999999)}],"payment_hash":"${HASH}"}`],
  ['invoice', '{"amount_msat":1,"label":"\\ud83d\\udca5\\u0000","description":"💥"}'],
  // lightning-cli sends what is all digits without quotes, a payment_hash too.
  ['waitsendpay', `[ ${'0'.repeat(64)}, 1]`],
  ['invoice', '{"msatoshi":"any","label":5,"description":"d"}'],
];

test('every form Core Lightning takes is taken: by position, with null for absent, numbers as strings, hashes as numbers', () => {
  for (const [command, params] of ACCEPTED) assert.is(refusalOf(command, params), undefined, `${command} ${params}`);
});

test('help shows the parameters in order, optional ones in brackets, our own additions not at all', () => {
  assert.is(
    REGISTRY.get('getroute')?.usage,
    'getroute id amount_msat riskfactor [cltv] [fromid] [fuzzpercent] [exclude] [maxhops]',
  );
  assert.is(
    REGISTRY.get('sendpay')?.usage,
    'sendpay route payment_hash [label] [amount_msat] [bolt11] [payment_secret] [partid] [localinvreqid] [groupid] [payment_metadata] [description] [dev_legacy_hop]',
  );
  assert.is(REGISTRY.get('waitsendpay')?.usage, 'waitsendpay payment_hash [timeout] [partid] [groupid]');
  assert.is(REGISTRY.get('getinfo')?.usage, 'getinfo');
});

test('amounts are exact up to the largest u64, in every unit, and never more', () => {
  const amounts: readonly (readonly [string, bigint | undefined])[] = [
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', undefined],
    ['1msat', 1n],
    ['1sat', 1000n],
    ['1btc', 100_000_000_000n],
    ['0.00000000001btc', 1n],
    ['0.000000000001btc', undefined],
    ['1.5sat', undefined],
    ['1.5msat', undefined],
    ['1.5', undefined],
    ['0.0', undefined],
    ['-1', undefined],
    ['', undefined],
    ['any', undefined],
    [`${'9'.repeat(1000)}`, undefined],
  ];
  for (const [text, msat] of amounts) assert.is(parseAmountMsat(text), msat, text);
});

test('an index or a time beyond what a number counts exactly means the largest that does', () => {
  const read = (text: string) => countU64('start', parseTokens(text, 1));
  for (const text of ['9007199254740991', '9007199254740992', '18446744073709551615'])
    assert.equal(read(text), { value: Number.MAX_SAFE_INTEGER }, text);
  assert.equal(read('9007199254740990'), { value: 9007199254740990 });
  assert.ok('refusal' in read('18446744073709551616'));
});

test('an invoice is one whatever its case, and with the scheme of a link before it', () => {
  for (const given of ['lnbcrt1abc', 'LNBCRT1ABC', 'lightning:lnbcrt1abc', 'LIGHTNING:LNBCRT1ABC'])
    assert.is(canonicalInvstring(given), 'lnbcrt1abc');
  assert.is(canonicalInvstring('xlightning:lnbcrt1abc'), 'xlightning:lnbcrt1abc');
});

test('integers are read as strtoull reads them', () => {
  const u64 = 2n ** 64n - 1n;
  assert.is(parseUnsigned('0x10', u64), 16n);
  assert.is(parseUnsigned('010', u64), 8n);
  assert.is(parseUnsigned('09', u64), undefined);
  assert.is(parseUnsigned('18446744073709551615', u64), u64);
  assert.is(parseUnsigned('18446744073709551616', u64), undefined);
  assert.is(parseUnsigned('', u64), undefined);
  assert.is(parseUnsigned('1e3', u64), undefined);
});

test.run();
