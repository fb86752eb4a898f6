#ifndef CUAKHAU_CSODIUM_SHIM_H
#define CUAKHAU_CSODIUM_SHIM_H

#include <sodium/core.h>
#include <sodium/crypto_aead_aes256gcm.h>

#endif
