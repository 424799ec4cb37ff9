/* The proof of a plan as JSON. Between plan_write.c and plan_write_proof.c only. */
#ifndef TONGXIN_PLANNING_PLAN_WRITE_PROOF_H
#define TONGXIN_PLANNING_PLAN_WRITE_PROOF_H

#include "base/growing_text.h"
#include "model/proof.h"

/* The member "proof" of a plan, with the comma before it: a line for each part and each of its stages. */
void put_proof(struct growing_text *buffer, const struct proof *proof);

#endif
