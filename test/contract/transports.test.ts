import { describeTransportContract } from './describe-transport-contract.js';
import { makeInProcessRig, makeSerialRig, makeTcpRig, makeUnixRig, makeUsbRig } from './transport-rigs.js';

describeTransportContract('the in-process transport', makeInProcessRig, false);
describeTransportContract('the TCP transport', makeTcpRig, true);
describeTransportContract('the serial transport', makeSerialRig, true);
describeTransportContract('the unix socket transport', makeUnixRig, true);
describeTransportContract('the USB transport', makeUsbRig, true);
