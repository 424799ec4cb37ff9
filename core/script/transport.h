/* What travels from the child that runs a script to its parent: faults, a scheme, a document. The child
 * writes what its own host made; the parent reads it as it reads any file: lengths, indices within the roster
 * and the relations, ascending lists, ranges, points, texts. What is unsound leaves `trouble` in the reader
 * and no object; it never crashes. */
#ifndef TONGXIN_SCRIPT_TRANSPORT_H
#define TONGXIN_SCRIPT_TRANSPORT_H

#include "base/error.h"
#include "model/scheme.h"
#include "report/document.h"
#include "script/stream.h"

void transport_put_faults(struct stream_writer *writer, const struct error *error);
/* Adds what comes to `error`. Nothing of it can drive a terminal. */
void transport_get_faults(struct stream_reader *reader, struct error *error);

/* What the scheme needs of the roster, done to the parent's roster before anything is read that depends on
 * it. */
typedef enum status transport_adopt(void *argument, int needs, const struct need *need, struct error *error);

struct transport_adopter {
    transport_adopt *adopt; /* may be NULL */
    void *argument;
};

/* Candidate pairs do not travel: the parent works them out anew from sets and columns and compares their
 * number and a sum of them, which is quicker and needs no trust. */
void transport_put_scheme(struct stream_writer *writer, const struct scheme *scheme);
/* Owned by `owner`; NULL where there is trouble, or where `adopter` failed (then `error` says why). */
struct scheme *transport_get_scheme(struct stream_reader *reader, const void *owner,
                                    const struct roster *roster, const struct transport_adopter *adopter,
                                    struct error *error);

/* Texts of the scheme that its parent would refuse (too long, or with control characters), each a fault at
 * its line: for the child, which knows that they come from the script. */
void transport_check_texts(const struct scheme *scheme, struct error *error);

void transport_put_document(struct stream_writer *writer, const struct document *document);
/* Owned by `owner`, its tables sound (document_check); NULL where there is trouble. */
struct document *transport_get_document(struct stream_reader *reader, const void *owner);

#endif
