#include "report/strokes.h"

uint32_t strokes_place(uint32_t character)
{
    int low = 0, high = strokes_run_count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        const struct strokes_run *run = &strokes_runs[middle];
        if (character < run->first)
            high = middle;
        else if (character - run->first >= run->count)
            low = middle + 1;
        else
            return strokes_places[run->start + character - run->first];
    }
    return 0;
}
