// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

namespace stepladder::ui {

/// The state of a highlighter at the end of each line, kept over edits: which line is to be coloured next, and when
/// what follows an edit is right as it stands. \c State is compared with ==.
template<typename State>
class LineStates
{
public:
    void clear()
    {
        m_states.clear();
        restart();
    }
    /// Everything is to be coloured again.
    void restart()
    {
        m_done = 0;
        m_dirtyFrom = m_dirtyTo = -1;
    }
    void resize(int lines)
    {
        m_states.resize(size_t(lines));
        m_done = std::min(m_done, lines);
    }
    /// Lines from the first on that were coloured, apart from the ones edited since.
    int done() const { return isDirty() ? m_dirtyFrom : m_done; }
    int next() const { return done(); }
    const State &at(int line) const { return m_states.at(size_t(line)); }

    /// \p line was coloured and ends with \p state; it was next().
    void set(int line, const State &state)
    {
        State &old = m_states.at(size_t(line));
        const bool equal = old == state;
        old = state;
        if (!isDirty()) {
            ++m_done;
            return;
        }
        ++m_dirtyFrom;
        if ((m_dirtyFrom > m_dirtyTo && equal) || m_dirtyFrom >= m_done) {
            m_done = std::max(m_done, m_dirtyFrom);
            m_dirtyFrom = m_dirtyTo = -1;
        }
    }

    /// Text changed in \p line, and \p added lines came after it (negative: went).
    void changed(int line, int added)
    {
        const int gone = std::min(std::max(0, -added), int(m_states.size()) - std::min(int(m_states.size()), line + 1));
        const auto after = m_states.begin() + std::min(int(m_states.size()), line + 1);
        if (added > 0)
            m_states.insert(after, size_t(added), State());
        else
            m_states.erase(after, after + gone);
        if (line >= m_done)
            return;
        const int shift = added > 0 ? added : -std::min(gone, m_done - line - 1);
        m_done += shift;
        if (isDirty() && m_dirtyTo > line)
            m_dirtyTo = std::max(line, m_dirtyTo + shift);
        if (isDirty() && m_dirtyFrom > line)
            m_dirtyFrom = line;
        if (!isDirty()) {
            m_dirtyFrom = line;
            m_dirtyTo = line;
        }
        m_dirtyTo = std::max(m_dirtyTo, line + std::max(0, added));
    }

private:
    bool isDirty() const { return m_dirtyFrom >= 0; }

    std::vector<State> m_states;
    int m_done = 0;
    int m_dirtyFrom = -1; ///< from here to m_dirtyTo lines were edited
    int m_dirtyTo = -1;
};

} // namespace stepladder::ui
