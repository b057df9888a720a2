/** Every command, once. A new one is a file in this folder and a line here. */

import type { AnyCommand } from '../command.ts';
import type { ServedNode } from '../served-node.ts';
import { check } from './check.ts';
import { createonion } from './createonion.ts';
import { decode, decodepay } from './decode.ts';
import { delinvoice } from './delinvoice.ts';
import { delpay } from './delpay.ts';
import { getinfo } from './getinfo.ts';
import { getroute } from './getroute.ts';
import { help } from './help.ts';
import { invoice } from './invoice.ts';
import { listchannels } from './listchannels.ts';
import { listforwards } from './listforwards.ts';
import { listfunds } from './listfunds.ts';
import { listinvoices } from './listinvoices.ts';
import { listnodes } from './listnodes.ts';
import { listpays } from './listpays.ts';
import { listpeerchannels } from './listpeerchannels.ts';
import { listpeers } from './listpeers.ts';
import { listpenalties } from './listpenalties.ts';
import { listpayments, listsendpays } from './listsendpays.ts';
import { notifications } from './notifications.ts';
import { keysend, pay } from './pay.ts';
import { paystatus } from './paystatus.ts';
import { resetpenalties } from './resetpenalties.ts';
import { sendonion } from './sendonion.ts';
import { sendpay } from './sendpay.ts';
import { setchannel } from './setchannel.ts';
import { stop } from './stop.ts';
import { wait } from './wait.ts';
import { waitanyinvoice } from './waitanyinvoice.ts';
import { waitinvoice } from './waitinvoice.ts';
import { waitsendpay } from './waitsendpay.ts';

export const COMMANDS: readonly AnyCommand<ServedNode>[] = [
  check,
  createonion,
  decode,
  decodepay,
  delinvoice,
  delpay,
  getinfo,
  getroute,
  help,
  invoice,
  keysend,
  listchannels,
  listforwards,
  listfunds,
  listinvoices,
  listnodes,
  listpayments,
  listpays,
  listpeerchannels,
  listpeers,
  listpenalties,
  listsendpays,
  notifications,
  pay,
  paystatus,
  resetpenalties,
  sendonion,
  sendpay,
  setchannel,
  stop,
  wait,
  waitanyinvoice,
  waitinvoice,
  waitsendpay,
];
