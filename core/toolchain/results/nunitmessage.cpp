// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/nunitmessage.h"

#include "toolchain/results/resulttext.h"

namespace stepladder::toolchain {

QString readNUnitFailure(XmlCursor &xml)
{
    QString message;
    QString stack;
    while (xml.nextChild()) {
        if (xml.name() == u"message")
            message = xml.text();
        else if (xml.name() == u"stack-trace")
            stack = xml.text();
        else
            xml.skip();
    }
    return joinedMessage(message, stack);
}

QString readNUnitMessage(XmlCursor &xml)
{
    QString message;
    while (xml.nextChild()) {
        if (xml.name() == u"failure" || xml.name() == u"reason")
            message = joinedMessage(message, readNUnitFailure(xml));
        else
            xml.skip();
    }
    return message;
}

} // namespace stepladder::toolchain
