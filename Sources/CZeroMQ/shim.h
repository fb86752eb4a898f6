#ifndef CUAKHAU_CZEROMQ_SHIM_H
#define CUAKHAU_CZEROMQ_SHIM_H

#include <zmq.h>

// Stable in the library since 4.3.0, but declared by its header among the draft options only.
#ifndef ZMQ_ZAP_ENFORCE_DOMAIN
#define ZMQ_ZAP_ENFORCE_DOMAIN 93
#endif

#endif
